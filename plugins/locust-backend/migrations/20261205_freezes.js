// @ts-check

/**
 * Times in which nothing starts, as people have declared them, and the runs that were admitted by limits which hold
 * over all clusters or per day.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  const moment = { useTz: true, precision: 3 };
  await knex.schema.createTable('freezes', table => {
    table.comment('Times in which no load test starts');
    table.string('id', 36).primary();
    table.text('reason').notNullable();
    table.text('concerns').notNullable().comment('JSON: where and for whom');
    table.timestamp('begins_at', moment).notNullable();
    table
      .timestamp('ends_at', moment)
      .nullable()
      .comment('Null until it is lifted, where it has no end');
    table.boolean('stops_runs').notNullable();
    table.text('declared_by').nullable();
    table.timestamp('declared_at', moment).notNullable();
    table.text('lifted_by').nullable();
    table.timestamp('lifted_at', moment).nullable();
    table.index(['ends_at'], 'freezes_ends_idx');
  });
  await knex.schema.createTable('admitted_runs', table => {
    table.comment('Runs that count against the limits of their owner');
    table.string('run_id', 64).primary();
    table.text('owner').notNullable();
    table
      .timestamp('admitted_at', moment)
      .notNullable()
      .comment('By which the day is told');
    table.index(['owner', 'admitted_at'], 'admitted_runs_owner_idx');
  });
  await knex.schema.createTable('limited_owners', table => {
    table.comment('A row per owner to be locked while their runs are counted');
    table.string('owner_hash', 64).primary();
    table.bigInteger('turn').notNullable().defaultTo(0);
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('limited_owners');
  await knex.schema.dropTable('admitted_runs');
  await knex.schema.dropTable('freezes');
};
