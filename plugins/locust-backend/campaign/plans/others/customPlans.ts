import type { PlanRun } from '../../PlanRun';
import type { Plan } from '../Plan';
import { isIn, otherPlan } from './OtherPlan';

const SCHEDULED = {
  phase: 'Scheduled',
  runs: [],
  there: ['cronjobs/cronjob-demo'],
} as const;

/** The clock of the engine's host moves over a change to or from summer time. */
function overChange(
  what: string,
  steps: readonly { readonly at: string; readonly next: string }[],
): Plan {
  const offset = (at: string) => Date.parse(at) - Date.now();
  return otherPlan(
    what,
    SCHEDULED,
    async run => {
      await run.make('demo', {
        schedule: '30 2 * * *',
        timeZone: 'Europe/Berlin',
      });
      for (const [index, { at, next }] of steps.entries()) {
        if (index > 0) {
          run.replicas[0].process!.setClock(offset(at));
          // Looked at again because something has changed.
          await run.edit('demo', { users: index });
        }
        await run.until(
          `at ${at} the next time is ${next}`,
          () => run.status('demo').nextScheduleTime === next,
        );
      }
      await isIn(run, 'Scheduled');
    },
    {
      class: 'leaders',
      id: `leaders/success/${what}`,
      inject: run => {
        run.replicas[0].clockOffsetMs = offset(steps[0].at);
        return { struck: () => true };
      },
    },
  );
}

/** As large as the API server takes an object. */
function makeHuge(run: PlanRun, spec: object) {
  return run.cluster.api.create('locusts', run.namespace, {
    apiVersion: 'locust-qa.xyz/v1',
    kind: 'Locust',
    metadata: { name: 'huge' },
    spec,
  });
}

/** Clocks that change by an hour, and resources of a megabyte beside the one that is to run. */
export function customPlans(): readonly Plan[] {
  return [
    overChange('summer time begins', [
      { at: '2027-03-27T23:30:00Z', next: '2027-03-29T00:30:00Z' },
      { at: '2027-03-28T00:50:00Z', next: '2027-03-29T00:30:00Z' },
      { at: '2027-03-29T00:40:00Z', next: '2027-03-30T00:30:00Z' },
    ]),
    overChange('summer time ends', [
      { at: '2027-10-31T00:20:00Z', next: '2027-10-31T00:30:00Z' },
      { at: '2027-10-31T00:40:00Z', next: '2027-10-31T01:30:00Z' },
      { at: '2027-10-31T01:40:00Z', next: '2027-11-01T01:30:00Z' },
    ]),
    otherPlan(
      'a resource of a megabyte',
      SCHEDULED,
      async run => {
        await makeHuge(run, {
          // As much as the definition lets through.
          env: Array.from({ length: 28 }, (_, index) => ({
            name: `LARGE_${index}`,
            value: 'x'.repeat(32_000),
          })),
        });
        await run.make('demo', { schedule: '0 3 29 2 *' });
        await isIn(run, 'Scheduled');
        await run.until(
          'it is said why the huge one does not run',
          () => run.status('huge').message !== undefined,
        );
      },
      {
        expected: async run =>
          run.status('demo').phase === 'Scheduled' &&
          run.status('huge').message !== undefined
            ? []
            : ['both should have their status'],
      },
    ),
  ];
}
