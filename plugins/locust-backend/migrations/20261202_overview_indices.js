// @ts-check

/** Not yet ended: below the rank that all ends have. */
const ACTIVE = 'phase_rank < 4';

/** Of no catalog entity. */
const UNOWNED = 'entity_ref is null';

/**
 * What the overview of all load tests is read by, each of few runs: those that have not ended, with all that they are
 * counted by, and those of no entity, by their tests. The tests of entities have an index already.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await create(knex, 'runs_active_idx', ACTIVE, [
    'created_at',
    'id',
    'phase',
    'reason_code',
    'cluster',
    'namespace',
    'entity_ref',
    'phase_rank',
  ]);
  await create(knex, 'runs_place_idx', UNOWNED, [
    'cluster',
    'namespace',
    'test',
    'created_at',
    'id',
    'phase',
    'verdict',
    'entity_ref',
  ]);
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.raw('drop index runs_place_idx');
  await knex.schema.raw('drop index runs_active_idx');
};

/**
 * @param {import('knex').Knex} knex
 * @param {string} name
 * @param {string} of - which of the runs that are shown
 * @param {readonly string[]} columns
 */
async function create(knex, name, of, columns) {
  // SQLite goes to the row for what a condition names, unless the index has it, implied or not.
  const held =
    knex.client.config.client === 'pg' ? columns : [...columns, 'deleted_at'];
  await knex.schema.raw(
    `create index ${name} on runs (${held.join(', ')})
     where deleted_at is null and created_at is not null and ${of}`,
  );
}
