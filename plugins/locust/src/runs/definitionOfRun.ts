import type { Run, TestDefinition } from 'backstage-plugin-locust-common';

/** Of a schedule, which one run of it is not asked to have. */
const SCHEDULE_FIELDS: ReadonlySet<string> = new Set([
  'schedule',
  'timeZone',
  'suspend',
  'concurrencyPolicy',
  'startingDeadlineSeconds',
]);

/** The fields of a spec that say what one run does, whatever it was a run of and whoever stopped it. */
export function specOfOneRun(spec: Run['spec']): Run['spec'] {
  return Object.fromEntries(
    Object.entries(spec).filter(
      ([name]) => name !== 'stop' && !SCHEDULE_FIELDS.has(name),
    ),
  );
}

/** What to ask for to have a run once more, an inline locustfile included. */
export function definitionOfRun(run: Run): TestDefinition {
  return {
    name: run.test,
    ...(run.entityRef && { entityRef: run.entityRef }),
    cluster: run.cluster,
    namespace: run.namespace,
    spec: specOfOneRun(run.spec),
  };
}
