// @ts-check

/**
 * The indices that lists are read by, each with what it is asked by.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const LISTS = {
  runs_created_idx: [],
  runs_entity_idx: ['entity_ref'],
  runs_test_idx: ['test'],
  runs_phase_idx: ['phase'],
  runs_verdict_idx: ['verdict'],
  runs_trigger_idx: ['trigger'],
  runs_cluster_idx: ['cluster'],
  runs_namespace_idx: ['namespace'],
  runs_locust_idx: ['locust_uid'],
  runs_trend_idx: ['entity_ref', 'test'],
};

const ORDER = ['created_at', 'id'];

/** What a list is mostly asked by besides: of few values each, or by what the caller may see. */
const BESIDES = ['phase', 'verdict', 'trigger', 'entity_ref'];

/** Null in all of them; but where a condition names it, SQLite goes to the row unless the index has it, implied or not. */
const IMPLIED = 'deleted_at';

/**
 * Lets a list be filtered and counted by an index alone. A row of `runs` is more than a kilobyte, so that going to
 * the table for each of a hundred thousand only to find that it is not wanted takes ten times as long, and in SQLite,
 * which works in the backend's own process, nothing else happens meanwhile.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  for (const [name, by] of Object.entries(LISTS)) {
    const besides = BESIDES.filter(column => !by.includes(column));
    if (knex.client.config.client !== 'pg') {
      besides.push(IMPLIED);
    }
    await replace(knex, name, [...by, ...ORDER, ...besides], {
      where: 'where deleted_at is null and created_at is not null',
    });
  }
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const [name, by] of Object.entries(LISTS)) {
    await replace(knex, name, [...by, ...ORDER], { where: '' });
  }
};

/**
 * @param {import('knex').Knex} knex
 * @param {string} name
 * @param {readonly string[]} columns
 * @param {{ readonly where: string }} options
 */
async function replace(knex, name, columns, { where }) {
  await knex.schema.raw(`drop index ${name}`);
  await knex.schema.raw(
    `create index ${name} on runs (${columns
      .map(column => `"${column}"`)
      .join(', ')}) ${where}`,
  );
}
