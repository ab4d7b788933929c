// @ts-check

/**
 * Lets the few runs that are baselines be found without reading all the others: what is unique of them is indexed by
 * their tests, which nobody asks by who wants them all.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.raw(
    'create index runs_baselines_idx on runs (id) where is_baseline',
  );
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.raw('drop index runs_baselines_idx');
};
