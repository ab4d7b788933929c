// @ts-check

/**
 * The course of runs for each of their endpoints. A row is a portion of time with all endpoints in it, not a point:
 * those would be millions. What comes while a run goes is added in small portions and put together now and then.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('run_endpoint_points', table => {
    table.comment('Figures of endpoints of runs over time');
    table.string('run_id', 64).notNullable();
    table.foreign('run_id').references('runs.id').onDelete('CASCADE');
    table.integer('part').notNullable();
    table
      .integer('last_second')
      .notNullable()
      .comment('Whole elapsed seconds of the newest point');
    table
      .text('endpoints')
      .notNullable()
      .comment('JSON: method and name of each that there are points of');
    table.binary('points').notNullable().comment('JSON, gzip');
    table.primary(['run_id', 'part']);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('run_endpoint_points');
};
