import {
  nextScheduleTimes,
  type Run,
  type Test,
} from 'backstage-plugin-locust-common';
import { aRun, aTest, someStatistics } from './aRun';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The component that most of the made-up load tests are of. */
export const CHECKOUT = 'component:default/checkout';

const SEARCH = 'component:default/search';
const LOGIN = 'component:default/login';

/** Who answers for load tests, by what they are of; nobody does for others. */
const OWNERS: Readonly<Record<string, string>> = {
  [CHECKOUT]: 'group:default/team-checkout',
  [SEARCH]: 'group:default/team-search',
  [LOGIN]: 'group:default/team-identity',
};

/** Who answers for what is of this entity. */
export function ownerOf(entityRef: string | undefined): string | undefined {
  return entityRef && OWNERS[entityRef];
}

/** Runs of other components than `checkout`, in another cluster, the newest first. */
export function runsOfOthers(began: Date): readonly Run[] {
  const ago = (milliseconds: number) =>
    new Date(began.getTime() - milliseconds);
  const going = (id: string, since: number, change: Partial<Run>): Run =>
    aRun({
      id: id.padEnd(26, '0'),
      cluster: 'us-1',
      phase: 'running',
      createdAt: ago(since + 10 * SECOND),
      startedAt: ago(since),
      finishedAt: undefined,
      exitCode: undefined,
      ...change,
    });
  return [
    going('ramp', 40 * SECOND, {
      test: 'login-ramp',
      entityRef: LOGIN,
      phase: 'starting',
      startedAt: undefined,
      workersConnected: 3,
      workersWanted: 8,
      users: 400,
      total: undefined,
    }),
    going('burst', 2 * MINUTE, {
      test: 'import-burst',
      namespace: 'data-load',
      name: 'import-burst',
      entityRef: undefined,
      trigger: 'resource',
      requestedBy: undefined,
      users: 20,
      currentUsers: 20,
      workersWanted: 1,
      workersConnected: 1,
      runTimeSeconds: 1_800,
      total: someStatistics({ requests: 37_200, rps: 310 }),
    }),
    going('relevance', 26 * HOUR, {
      test: 'search-relevance',
      entityRef: SEARCH,
      trigger: 'schedule',
      requestedBy: undefined,
      phase: 'finished',
      finishedAt: ago(26 * HOUR - 10 * MINUTE),
      verdict: 'failed',
      users: 50,
      thresholds: [
        {
          threshold: 'fail_ratio < 1%',
          passed: false,
          message: 'The failure ratio was 4.2 %.',
        },
      ],
      total: someStatistics({ requests: 9_100, failRatio: 0.042 }),
    }),
  ];
}

/** Schedules of other components than `checkout`. */
export function schedulesOfOthers(began: Date): readonly Test[] {
  const scheduled = (
    name: string,
    schedule: string,
    timeZone: string,
    change: Partial<Test>,
  ): Test =>
    aTest({
      id: name,
      name,
      test: name,
      cluster: 'us-1',
      schedule,
      timeZone,
      nextRunsAt: [...nextScheduleTimes(schedule, timeZone, began, 5)],
      ...change,
    });
  return [
    scheduled('search-relevance', '30 1 * * *', 'America/New_York', {
      entityRef: SEARCH,
      spec: { workers: 2, users: 50, runTime: '3h', schedule: '30 1 * * *' },
    }),
    scheduled('login-pulse', '*/20 * * * *', 'UTC', {
      entityRef: LOGIN,
      spec: { workers: 1, users: 5, runTime: '2m', schedule: '*/20 * * * *' },
    }),
    scheduled('import-burst', '0 4 * * 0', 'UTC', {
      entityRef: undefined,
      namespace: 'data-load',
      trackedBy: 'Argo CD',
      spec: { workers: 12, users: 900, runTime: '90m', schedule: '0 4 * * 0' },
    }),
  ];
}
