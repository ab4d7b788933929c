// @ts-check

/**
 * The record of runs. Times are the database's own type to the millisecond (in SQLite, milliseconds since 1970);
 * structures that are only ever read as a whole are JSON as text.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('runs', table => {
    table.comment('Runs of load tests, one row for each master Job');
    table.string('id', 64).primary();

    // What was decided when the run began. Null as long as only later news of the run has come.
    table.string('cluster').nullable();
    table.string('cluster_uid', 64).nullable();
    table.string('namespace', 63).nullable();
    table.string('locust_name', 253).nullable();
    table.string('locust_uid', 64).nullable();
    table.string('job_name', 253).nullable();
    table.string('job_uid', 64).nullable();
    table.string('test', 253).nullable();
    table.text('entity_ref').nullable();
    table.boolean('scheduled').nullable();
    table.string('trigger', 32).nullable();
    table.text('requested_by').nullable();
    table.timestamp('created_at', { useTz: true, precision: 3 }).nullable();
    table.text('spec').nullable().comment('JSON');
    table.double('run_time_seconds').nullable();
    table.bigInteger('users').nullable();
    table.integer('workers_wanted').nullable();

    // Its course.
    table.string('phase', 16).notNullable().defaultTo('queued');
    table
      .integer('phase_rank')
      .notNullable()
      .defaultTo(0)
      .comment('Order of the phases, equal for all terminal ones; only grows');
    table.string('reason_code').nullable();
    table.text('reason_message').nullable();
    table.string('verdict', 16).notNullable().defaultTo('none');
    table.timestamp('started_at', { useTz: true, precision: 3 }).nullable();
    table
      .timestamp('users_spawned_at', { useTz: true, precision: 3 })
      .nullable();
    table.timestamp('finished_at', { useTz: true, precision: 3 }).nullable();
    table.integer('workers_connected').notNullable().defaultTo(0);
    table
      .integer('workers_most')
      .notNullable()
      .defaultTo(0)
      .comment('The most workers that were ever connected');
    table.bigInteger('current_users').nullable();
    table.integer('exit_code').nullable();
    table.text('total').nullable().comment('JSON');

    table
      .integer('point_interval')
      .notNullable()
      .defaultTo(1)
      .comment(
        'Seconds of which one point is kept; a power of two, only grows',
      );
    table
      .timestamp('deleted_at', { useTz: true, precision: 3 })
      .nullable()
      .comment('Tombstone: hidden, and not to be brought back');

    // Nulls do not collide, so runs whose Job does not exist yet are free.
    table.unique(['cluster_uid', 'job_uid'], { indexName: 'runs_job_uniq' });
    // One for each thing that a list is asked by, in the order of the list: a page is read from where it begins,
    // and what matches rarely is found without reading everything.
    table.index(['created_at', 'id'], 'runs_created_idx');
    table.index(['entity_ref', 'created_at', 'id'], 'runs_entity_idx');
    table.index(['test', 'created_at', 'id'], 'runs_test_idx');
    table.index(['phase', 'created_at', 'id'], 'runs_phase_idx');
    table.index(['verdict', 'created_at', 'id'], 'runs_verdict_idx');
    table.index(['cluster', 'created_at', 'id'], 'runs_cluster_idx');
    table.index(['namespace', 'created_at', 'id'], 'runs_namespace_idx');
    table.index(['locust_uid', 'created_at', 'id'], 'runs_locust_idx');
    table.index(['cluster_uid', 'phase_rank'], 'runs_unfinished_idx');
  });

  await knex.schema.createTable('run_points', table => {
    table.comment('Figures of runs over time');
    ofRun(table);
    table.integer('second').notNullable().comment('Whole elapsed seconds');
    table.double('elapsed_seconds').notNullable();
    table.timestamp('time', { useTz: true, precision: 3 }).nullable();
    table.double('users').notNullable();
    table.double('rps').notNullable();
    table.double('failures_per_second').notNullable();
    table.double('avg').nullable().comment('Milliseconds');
    table.double('median').nullable().comment('Milliseconds');
    table.double('p95').nullable().comment('Milliseconds');
    table.integer('workers').nullable();
    table.bigInteger('requests').nullable();
    table.bigInteger('failures').nullable();
    table.primary(['run_id', 'second']);
  });

  // Names are of any length, longer than an index takes, so the rows are told apart by their place in the list.
  await knex.schema.createTable('run_requests', table => {
    table.comment('Statistics of runs for each endpoint');
    ofRun(table);
    table.integer('position').notNullable();
    table.text('method').notNullable();
    table.text('name').notNullable();
    table.text('statistics').notNullable().comment('JSON');
    table.primary(['run_id', 'position']);
  });

  await knex.schema.createTable('run_errors', table => {
    table.comment('Failed requests of runs, counted');
    ofRun(table);
    table.integer('position').notNullable();
    table.bigInteger('occurrences').notNullable();
    table.text('method').notNullable();
    table.text('name').notNullable();
    table.text('message').notNullable();
    table.primary(['run_id', 'position']);
  });

  await knex.schema.createTable('run_exceptions', table => {
    table.comment('Exceptions raised by locustfiles, counted');
    ofRun(table);
    table.integer('position').notNullable();
    table.bigInteger('occurrences').notNullable();
    table.text('message').notNullable();
    table.text('traceback').notNullable();
    table.primary(['run_id', 'position']);
  });

  await knex.schema.createTable('run_events', table => {
    table.comment('What happened to runs, in words');
    table.bigIncrements('id');
    ofRun(table);
    table
      .string('digest', 64)
      .notNullable()
      .comment('Of time, reason and message, which make an event the same');
    table.timestamp('time', { useTz: true, precision: 3 }).notNullable();
    table.string('type', 16).notNullable();
    table.text('reason').notNullable();
    table.text('message').notNullable();
    table.unique(['run_id', 'digest'], { indexName: 'run_events_uniq' });
  });

  await knex.schema.createTable('run_logs', table => {
    table.comment('Logs of masters');
    table.string('run_id', 64).primary();
    table.foreign('run_id').references('runs.id').onDelete('CASCADE');
    table.binary('lines').notNullable().comment('JSON array, gzip');
    table.bigInteger('omitted').notNullable();
    table.boolean('complete').notNullable();
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('run_logs');
  await knex.schema.dropTable('run_events');
  await knex.schema.dropTable('run_exceptions');
  await knex.schema.dropTable('run_errors');
  await knex.schema.dropTable('run_requests');
  await knex.schema.dropTable('run_points');
  await knex.schema.dropTable('runs');
};

/**
 * @param {import('knex').Knex.CreateTableBuilder} table
 */
function ofRun(table) {
  table.string('run_id', 64).notNullable();
  table.foreign('run_id').references('runs.id').onDelete('CASCADE');
}
