// @ts-check

const TEST_OF_ENTITY = 'runs_baseline_of_entity_uniq';
const TEST_OF_NAMESPACE = 'runs_baseline_of_namespace_uniq';

/** Columns of `runs` that this adds, in the order in which they are added. */
const COLUMNS = [
  'thresholds',
  'total_final',
  'locustfile_hash',
  'pinned',
  'is_baseline',
  'note',
  'note_by',
  'note_at',
  'rejudgement',
];

const INDICES = [
  TEST_OF_ENTITY,
  TEST_OF_NAMESPACE,
  'runs_trend_idx',
  'runs_trigger_idx',
  'runs_deleted_idx',
  'runs_locustfile_idx',
];

/**
 * What people say of runs (pins, baselines, notes, other thresholds), what the verdict was judged by, and the
 * locustfiles that ran. The engine writes none of the columns that people write, and they none of the engine's.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('locustfiles', table => {
    table.comment('Locustfiles that ran, each once however many runs had it');
    table.string('hash', 64).primary().comment('SHA-256 of the content');
    table.binary('content').notNullable().comment('JSON, gzip');
    table
      .timestamp('used_at', { useTz: true, precision: 3 })
      .notNullable()
      .comment(
        'When a run was last given it; nothing this new is taken away, for its run may be about to be written',
      );
  });

  await knex.schema.alterTable('runs', table => {
    table.text('thresholds').nullable().comment('JSON, with actual values');
    table
      .boolean('total_final')
      .notNullable()
      .defaultTo(false)
      .comment("Locust's own final figures, not those of a moment");
    table.string('locustfile_hash', 64).nullable();
    table.boolean('pinned').notNullable().defaultTo(false);
    table.boolean('is_baseline').notNullable().defaultTo(false);
    table.text('note').nullable();
    table.text('note_by').nullable();
    table.timestamp('note_at', { useTz: true, precision: 3 }).nullable();
    table
      .text('rejudgement')
      .nullable()
      .comment('JSON: the verdict by other thresholds than the run had');

    table.index(['entity_ref', 'test', 'created_at', 'id'], 'runs_trend_idx');
    table.index(['trigger', 'created_at', 'id'], 'runs_trigger_idx');
    table.index(['locustfile_hash'], 'runs_locustfile_idx');
  });

  // Of a test there is one baseline; a test is (entity, name), or (cluster, namespace, name) where no entity is known.
  await knex.schema.raw(
    `create unique index ${TEST_OF_ENTITY} on runs (entity_ref, test)
     where is_baseline and entity_ref is not null`,
  );
  await knex.schema.raw(
    `create unique index ${TEST_OF_NAMESPACE} on runs (cluster, namespace, test)
     where is_baseline and entity_ref is null`,
  );
  await knex.schema.raw(
    `create index runs_deleted_idx on runs (deleted_at, id)
     where deleted_at is not null`,
  );

  // The final figures were written before a log was marked complete.
  await knex('runs')
    .whereNotNull('total')
    .whereIn('id', knex('run_logs').where('complete', true).select('run_id'))
    .update({ total_final: true });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const index of INDICES) {
    await knex.schema.raw(`drop index ${index}`);
  }
  // Not Knex's own dropColumn, which in SQLite makes the table anew: dropping the old one would take along, by their
  // foreign keys, all that belongs to its rows.
  for (const column of [...COLUMNS].reverse()) {
    await knex.schema.raw(`alter table runs drop column ${column}`);
  }
  await knex.schema.dropTable('locustfiles');
};
