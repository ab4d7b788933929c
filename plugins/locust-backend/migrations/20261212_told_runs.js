// @ts-check

/**
 * What of a run others were told last, so that each change is told once, by whichever replica sees it. Of runs from
 * before nothing more is told.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('runs', table => {
    table
      .integer('told_rank')
      .notNullable()
      .defaultTo(-1)
      .comment('phase_rank that was told last; -1: nothing was told');
    table
      .string('told_verdict', 10)
      .notNullable()
      .defaultTo('none')
      .comment('verdict that was told last');
  });
  await knex('runs').update({
    told_rank: knex.ref('phase_rank'),
    told_verdict: knex.ref('verdict'),
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  // Not Knex's own dropColumn, which in SQLite makes the table anew and so takes along what belongs to its rows.
  await knex.schema.raw('alter table runs drop column told_verdict');
  await knex.schema.raw('alter table runs drop column told_rank');
};
