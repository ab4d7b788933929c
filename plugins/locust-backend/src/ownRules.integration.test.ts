import type { LocustPolicyRequest } from 'backstage-plugin-locust-node';
import { CRON_JOBS, JOBS } from './kube/ResourceTypes';
import type { RuleAnswer } from './runs/RuleAnswer';
import { eventually } from './operator/testing/eventually';
import { TestNamespace } from './operator/testing/TestNamespace';

jest.setTimeout(120_000);

const PROBLEMS = [
  { field: 'spec.workers', message: 'There is no budget for 3 workers.' },
];
const REFUSED: RuleAnswer = { kind: 'refused', problems: PROBLEMS };
const ALLOWED: RuleAnswer = { kind: 'allowed' };
const AWAY: RuleAnswer = {
  kind: 'unknown',
  message: 'The rule "budget" could not be asked.',
};

describe("A company's own rules", () => {
  let cluster: TestNamespace;
  let asked: LocustPolicyRequest[];
  let answer: (request: LocustPolicyRequest) => Promise<RuleAnswer>;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
    asked = [];
    answer = async () => ALLOWED;
  });

  afterEach(() => cluster.dispose());

  const start = () =>
    cluster.startEngine(
      {},
      {
        ownerOf: () => 'group:default/shop',
        askRules: request => {
          asked.push(request);
          return answer(request);
        },
      },
    );

  it('are asked once before a run begins, and not about one that goes', async () => {
    await start();
    await cluster.apply('once', { workers: 3 });
    await cluster.end('job-once');
    await cluster.inPhase('once', 'Finished');
    expect(asked).toEqual([
      {
        subject: 'run',
        test: 'once',
        spec: { workers: 3 },
        place: {
          cluster: 'test',
          namespace: cluster.name,
          owner: 'group:default/shop',
          entityRef: undefined,
        },
        origin: {
          kind: 'cluster',
          resource: 'once',
          requestedBy: undefined,
        },
      },
    ]);
  });

  it('keep a resource from kubectl that they refuse from beginning, and say why', async () => {
    answer = async ({ spec }) => (spec.workers === 3 ? REFUSED : ALLOWED);
    await start();
    await cluster.apply('over', { workers: 3 });
    const { message } = await cluster.inPhase('over', 'Invalid');
    expect(message).toBe('spec.workers: There is no budget for 3 workers.');
    expect(cluster.outcomes.of('over')).toMatchObject([
      { last: { phase: 'queued', reason: { code: 'Invalid' } } },
    ]);
    expect(await cluster.names(JOBS)).toEqual([]);

    await cluster.edit('over', { workers: 2 });
    await cluster.there(JOBS, 'job-over');
  });

  it('hold a run that they cannot be asked about, say so, and let it go once they answer', async () => {
    answer = async () => AWAY;
    await start();
    await cluster.apply('waits', {});
    const { message } = await cluster.inPhase('waits', 'Queued');
    expect(message).toBe('The rule "budget" could not be asked.');
    expect(cluster.outcomes.of('waits')).toMatchObject([
      { last: { phase: 'queued', reason: { code: 'RuleNotAsked' } } },
    ]);
    await eventually('they are asked again', () => asked.length > 1);
    expect(await cluster.names(JOBS)).toEqual([]);

    answer = async () => ALLOWED;
    await cluster.there(JOBS, 'job-waits');
  });

  it('hold up nobody else where they are slow', async () => {
    let release: (given: RuleAnswer) => void = () => {};
    const slow = new Promise<RuleAnswer>(resolve => {
      release = resolve;
    });
    answer = async ({ test }) => (test.startsWith('slow') ? slow : ALLOWED);
    await start();
    // More than there are workers.
    const names = Array.from({ length: 20 }, (_, index) => `slow-${index}`);
    await Promise.all(names.map(name => cluster.apply(name, {})));
    await cluster.inPhase('slow-0', 'Queued');
    await cluster.apply('quick', {});
    await cluster.there(JOBS, 'job-quick');
    expect(await cluster.names(JOBS)).toEqual(['job-quick']);
    release(ALLOWED);
    await eventually(
      'all begin',
      async () => (await cluster.names(JOBS)).length === names.length + 1,
    );
    expect(asked).toHaveLength(names.length + 1);
  });

  it('give the turn of a run that they refuse to the next in the queue', async () => {
    let isRefused = false;
    answer = async ({ test }) =>
      test === 'second' && isRefused ? REFUSED : ALLOWED;
    await cluster.startEngine(
      { limits: { concurrentRunsPerCluster: 1 } },
      { askRules: request => answer(request) },
    );
    await cluster.apply('first', {});
    await cluster.there(JOBS, 'job-first');
    await cluster.apply('second', {});
    await cluster.inPhase('second', 'Queued');
    await cluster.apply('third', {});
    await cluster.inPhase('third', 'Queued');
    isRefused = true;
    // Another spec, so that nobody believes what they said before.
    await cluster.edit('second', { workers: 3 });
    await cluster.inPhase('second', 'Invalid');
    await cluster.end('job-first');
    await cluster.there(JOBS, 'job-third');
    expect(await cluster.names(JOBS)).not.toContain('job-second');
  });

  it('are asked about a schedule before it is made, and about each of its runs', async () => {
    await start();
    await cluster.apply('nightly', { schedule: '0 3 29 2 *' });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-nightly');
    expect(asked.map(it => it.subject)).toEqual(['schedule']);

    answer = async () => AWAY;
    await cluster.jobFrom(cronJob, 'cronjob-nightly-1');
    await cluster.inPhase('nightly', 'Queued');
    expect((await cluster.get(JOBS, 'cronjob-nightly-1'))?.spec.suspend).toBe(
      true,
    );
    answer = async () => ALLOWED;
    await eventually(
      'the run goes',
      async () =>
        (await cluster.get(JOBS, 'cronjob-nightly-1'))?.spec.suspend === false,
    );
    expect(asked[asked.length - 1]).toMatchObject({
      subject: 'run',
      test: 'nightly',
    });
  });

  it('suspend a schedule whose change they refuse, and let it go on as it was where they cannot be asked', async () => {
    await start();
    await cluster.apply('nightly', { schedule: '0 3 29 2 *' });
    const made = await cluster.there(CRON_JOBS, 'cronjob-nightly');
    const cronJob = async () =>
      (await cluster.get(CRON_JOBS, 'cronjob-nightly'))!;

    answer = async () => AWAY;
    await cluster.edit('nightly', { workers: 3 });
    await eventually('it says so', async () =>
      (
        await cluster.status('nightly')
      ).conditions?.some(
        it => it.type === 'Degraded' && it.reason === 'RuleNotAsked',
      ),
    );
    expect((await cronJob()).spec).toEqual(made.spec);

    answer = async () => REFUSED;
    await cluster.inPhase('nightly', 'Invalid');
    await eventually(
      'it is suspended',
      async () => (await cronJob()).spec.suspend,
    );

    answer = async () => ALLOWED;
    await cluster.edit('nightly', { workers: 2 });
    await cluster.inPhase('nightly', 'Scheduled');
    expect((await cronJob()).spec.suspend).toBe(false);
  });
});
