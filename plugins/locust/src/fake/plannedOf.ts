import {
  normalizeLocustSpec,
  parseDuration,
  type PlannedSchedule,
  type Test,
} from 'backstage-plugin-locust-common';
import { ownerOf } from './otherLoadTests';

/** What a calendar is told of a schedule. */
export function plannedOf(test: Test): PlannedSchedule {
  const { id, cluster, namespace, entityRef, schedule, timeZone } = test;
  const { suspended, problem } = test;
  const spec = normalizeLocustSpec(test.spec);
  return {
    ...{ id, cluster, namespace, entityRef, schedule, timeZone },
    ...{ suspended, problem },
    test: test.test,
    owner: ownerOf(entityRef),
    concurrencyPolicy: spec.concurrencyPolicy ?? 'Forbid',
    runTimeSeconds: parseDuration(spec.runTime ?? '5m'),
    users: spec.users,
    workers: spec.workers ?? 1,
  };
}
