import { decodeLocust } from '../operator/LocustObject';
import { decodeJob } from '../operator/observed/JobObject';
import { originalFamilies } from './originalFamilies';
import { renderPrometheus } from './renderPrometheus';

const DELETED_AT = '2026-01-01T00:00:00Z';

const locust = (name: string, status: object = {}, metadata: object = {}) =>
  decodeLocust({
    metadata: { name, namespace: 'load', uid: `${name}-uid`, ...metadata },
    spec: {},
    status,
  });

const job = (name: string, status: object = {}, more: object = {}) =>
  decodeJob({
    metadata: {
      name,
      namespace: 'load',
      uid: `${name}-uid`,
      labels: { locust: 'x', issued_by: 'locust' },
      ownerReferences: [{ kind: 'Locust', name: 'x', uid: 'x-uid' }],
      ...more,
    },
    spec: {},
    status,
  });

const ended = (type: 'Complete' | 'Failed') => ({
  startTime: DELETED_AT,
  conditions: [{ type, status: 'True' }],
});

/** The series that are not 0, as a scrape sees them. */
function series(
  locusts: readonly ReturnType<typeof locust>[],
  jobs: readonly ReturnType<typeof job>[] = [],
) {
  return renderPrometheus(
    originalFamilies([{ cluster: 'prod', locusts, jobs }]),
  )
    .split('\n')
    .filter(line => line && !line.startsWith('#') && !line.endsWith(' 0'))
    .map(line => line.replace(',cluster="prod",namespace="load"', ''));
}

/** How much of a gauge there is in sum. */
const sumOf = (lines: readonly string[], name: string) =>
  lines
    .filter(line => line.startsWith(`${name}{`))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);

describe('a Locust resource', () => {
  it.each([
    [undefined, 'starting'],
    ['Pending', 'starting'],
    ['Queued', 'starting'],
    ['Starting', 'running'],
    ['Running', 'running'],
    ['Scheduled', 'running'],
    ['Suspended', 'running'],
    ['Finished', 'stopped'],
    ['Stopped', 'stopped'],
    ['Error', 'stopped'],
    ['Invalid', 'stopped'],
  ])('of phase %s is %s', (phase, state) => {
    expect(series([locust('x', { phase })])).toEqual([
      'locust_operator_locust_object_gauge{operation="ADDED",name="x"} 1',
      `locust_operator_locust_object_state{name="x",locust_operator_locust_object_state="${state}"} 1`,
    ]);
  });

  it('being deleted is stopped and counts nothing in sum', () => {
    const lines = series([
      locust('x', { phase: 'Running' }, { deletionTimestamp: DELETED_AT }),
    ]);
    expect(lines).toContain(
      'locust_operator_locust_object_state{name="x",locust_operator_locust_object_state="stopped"} 1',
    );
    expect(sumOf(lines, 'locust_operator_locust_object_gauge')).toBe(0);
  });

  it('has no series once it is gone', () => {
    expect(series([])).toEqual([]);
  });

  it('of one name in two namespaces and two clusters has series of its own', () => {
    const of = (cluster: string, namespace: string) => ({
      cluster,
      locusts: [locust('x', {}, { namespace })],
      jobs: [],
    });
    const [gauge] = originalFamilies([
      of('prod', 'a'),
      of('prod', 'b'),
      of('test', 'a'),
    ]);
    const labels = gauge.samples.map(it => JSON.stringify(it.labels));
    expect(labels).toHaveLength(6);
    expect(new Set(labels).size).toBe(6);
  });
});

describe('the Job of a master', () => {
  const state = (status: string, value: string) =>
    `locust_operator_job_object_state{name="x",job_name="job-x",status="${status}",locust_operator_job_object_state="${value}"} 1`;

  it.each<[string, object, object, string, string]>([
    ['was not started', {}, {}, '', 'starting'],
    ['runs', { startTime: DELETED_AT }, {}, '', 'running'],
    ['succeeded', ended('Complete'), {}, 'succeeded', 'stopped'],
    ['failed', ended('Failed'), {}, 'failed', 'stopped'],
    [
      'is deleted in mid-run',
      { startTime: DELETED_AT },
      { deletionTimestamp: DELETED_AT },
      '',
      'stopped',
    ],
  ])('that %s', (_, status, metadata, wanted, value) => {
    expect(series([], [job('job-x', status, metadata)])).toContain(
      state(wanted, value),
    );
  });

  it('has one status at a time, so that nothing is left of an earlier one', () => {
    const lines = series([], [job('job-x', ended('Failed'))]);
    expect(
      lines.filter(it => it.startsWith('locust_operator_job_object_state')),
    ).toEqual([state('failed', 'stopped')]);
  });

  it('counts 1 while it is there and 0 once it is being deleted', () => {
    const gauge = 'locust_operator_job_object_gauge';
    expect(sumOf(series([], [job('job-x')]), gauge)).toBe(1);
    expect(
      sumOf(
        series([], [job('job-x', {}, { deletionTimestamp: DELETED_AT })]),
        gauge,
      ),
    ).toBe(0);
  });

  it.each([
    ['the label locust', { labels: { issued_by: 'locust' } }],
    ['the label issued_by', { labels: { locust: 'x' } }],
    ['our owner', { ownerReferences: [] }],
  ])('is ignored without %s', (_, metadata) => {
    expect(series([], [job('job-x', {}, metadata)])).toEqual([]);
  });

  it('is told by the full name of its Locust, which a label may be too short for', () => {
    expect(
      series(
        [],
        [
          job('job-x', ended('Failed'), {
            annotations: { 'locust-qa.xyz/locust-name': 'a-long-name' },
          }),
        ],
      ),
    ).toContainEqual(expect.stringContaining('{name="a-long-name",'));
  });

  const past = (run: object) => ({
    id: '1',
    job: 'job-x',
    verdict: 'none',
    ...run,
  });

  it.each([
    [past({ phase: 'finished', failureRatio: '0.0000' }), 'succeeded'],
    [past({ phase: 'finished', failureRatio: '0.0100' }), 'succeeded'],
    [past({ phase: 'finished', verdict: 'failed' }), 'failed'],
    [past({ phase: 'error' }), 'failed'],
    [past({ phase: 'stopped' }), 'stopped'],
    [past({ phase: 'stopped', verdict: 'failed' }), 'failed'],
  ])(
    'that was removed after its end is told of as long as it is the newest run: %j',
    (run, status) => {
      expect(series([locust('x', { lastRuns: [run] })])).toContain(
        state(status, 'stopped'),
      );
    },
  );

  it('that failed because requests did is told as succeeded once its run is known to have finished', () => {
    const job1 = job('job-x', ended('Failed'));
    const told = (lastRuns: readonly object[]) =>
      series([locust('x', { lastRuns })], [job1]);
    expect(told([])).toContain(state('failed', 'stopped'));
    expect(
      told([past({ phase: 'finished', failureRatio: '0.0100' })]),
    ).toContain(state('succeeded', 'stopped'));
  });

  it.each([
    ['none', 'stopped'],
    ['failed', 'failed'],
  ])(
    'that failed because its run was stopped with verdict %s is told as %s',
    (verdict, status) => {
      expect(
        series(
          [locust('x', { lastRuns: [past({ phase: 'stopped', verdict })] })],
          [job('job-x', ended('Failed'))],
        ),
      ).toContain(state(status, 'stopped'));
    },
  );

  it('that was removed is not told of any more once another has ended', () => {
    const lines = series([
      locust('x', {
        lastRuns: [
          past({ job: 'job-x-2', phase: 'finished' }),
          past({ phase: 'error' }),
        ],
      }),
    ]);
    expect(lines.filter(it => it.includes('status="failed"'))).toEqual([]);
  });

  it('is told of once where it is there and in the status too', () => {
    const lines = series(
      [locust('x', { lastRuns: [past({ phase: 'error' })] })],
      [job('job-x', ended('Failed'))],
    );
    expect(lines.filter(it => it.includes('status="failed"'))).toEqual([
      state('failed', 'stopped'),
    ]);
  });

  it('that never was, for its run was skipped, is not told of', () => {
    expect(
      series([locust('x', { lastRuns: [past({ phase: 'skipped' })] })]).filter(
        it => it.includes('job_object'),
      ),
    ).toEqual([]);
  });
});
