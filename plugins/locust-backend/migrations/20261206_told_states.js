// @ts-check

/**
 * What the owners of tests were told of last. Runs that have ended before this are not looked at: nobody wants to be
 * told of them now.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('runs', table => {
    table
      .boolean('outcome_due')
      .notNullable()
      .defaultTo(false)
      .comment('How it came out is still to be held against what is told');
  });
  await knex.schema.raw(
    'create index runs_outcome_due_idx on runs (created_at, id) where outcome_due',
  );
  await knex.schema.createTable('told_states', table => {
    table.comment('How tests and schedules stand, and what is told of it');
    table
      .string('subject', 64)
      .primary()
      .comment('Hash of the identity of a test or schedule');
    table.string('state', 16).notNullable();
    table.string('told_state', 16).notNullable();
    table
      .timestamp('since', { useTz: true, precision: 3 })
      .notNullable()
      .comment('Of what the state was last seen at; older news change nothing');
    table
      .text('notice')
      .nullable()
      .comment('JSON: what to tell where the states differ');
    table
      .timestamp('notice_at', { useTz: true, precision: 3 })
      .nullable()
      .comment('Of the notice');
    table
      .timestamp('claimed_until', { useTz: true, precision: 3 })
      .nullable()
      .comment('Until then nobody else tells it');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('told_states');
  await knex.schema.raw('drop index runs_outcome_due_idx');
  // Not Knex's own dropColumn, which in SQLite makes the table anew and so takes along what belongs to its rows.
  await knex.schema.raw('alter table runs drop column outcome_due');
};
