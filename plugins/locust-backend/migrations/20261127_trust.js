// @ts-check

/**
 * How far the figures of runs are to be trusted, and the figures without the warm-up, which thresholds are judged on
 * where a run has one.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('runs', table => {
    table
      .text('doubts')
      .nullable()
      .comment('JSON: what makes the figures less to be trusted');
  });

  // A table of its own, for it is long and asked for only where a run is judged or taken away.
  await knex.schema.createTable('run_warm_ups', table => {
    table.comment('Figures of runs without their first seconds');
    table.string('run_id', 64).primary();
    table.foreign('run_id').references('runs.id').onDelete('CASCADE');
    table.binary('figures').notNullable().comment('JSON, gzip');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('run_warm_ups');
  // Not Knex's own dropColumn, which in SQLite makes the table anew and so takes along what belongs to its rows.
  await knex.schema.raw('alter table runs drop column doubts');
};
