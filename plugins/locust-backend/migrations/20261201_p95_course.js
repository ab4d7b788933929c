// @ts-check

/**
 * How the p95 of a run went, small enough to come with every run of a list. Runs from before have none.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('runs', table => {
    table
      .text('p95_course')
      .comment('JSON: seconds of a part, and the highest p95 of each part');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  // Not Knex's own dropColumn, which in SQLite makes the table anew and so takes along what belongs to its rows.
  await knex.schema.raw('alter table runs drop column p95_course');
};
