import {
  LOCUST_SPEC_DEFAULTS,
  type LocustSpec,
  parseDuration,
  type PlannedSchedule,
} from 'backstage-plugin-locust-common';
import { deadlinesOf } from '../operator/deadlines';
import type { EngineConfig } from '../operator/EngineConfig';
import type { FoundTest } from './readableTests';
import type { RouterParts } from './RouterParts';
import { problemOf, testNameOf } from './scheduledTest';

/** A schedule with what its runs take: all that a calendar needs of it. */
export function plannedSchedule(
  { cluster, locust, entityRef }: FoundTest,
  ownerOfRun: RouterParts['ownerOfRun'],
  config: EngineConfig,
): PlannedSchedule {
  const { metadata, spec } = locust;
  const { namespace } = metadata;
  const owner = ownerOfRun({ entityRef, namespace });
  const problem = problemOf(locust);
  return {
    id: metadata.uid,
    cluster,
    namespace,
    test: testNameOf(locust),
    ...(entityRef ? { entityRef } : {}),
    ...(owner ? { owner } : {}),
    schedule: spec.schedule ?? '',
    timeZone: spec.timeZone ?? LOCUST_SPEC_DEFAULTS.timeZone,
    suspended: spec.suspend === true,
    ...(problem ? { problem } : {}),
    concurrencyPolicy:
      spec.concurrencyPolicy ?? LOCUST_SPEC_DEFAULTS.concurrencyPolicy,
    runTimeSeconds: runTimeOf(spec, config),
    ...(spec.users === undefined ? {} : { users: spec.users }),
    workers: spec.workers ?? LOCUST_SPEC_DEFAULTS.workers,
  };
}

/** Seconds; of a run without a limit of its own, what the engine lets it go for. */
function runTimeOf(spec: LocustSpec, config: EngineConfig): number {
  try {
    return (
      deadlinesOf(spec, config).runTime ?? parseDuration(config.maximumRunTime)
    );
  } catch {
    // What is invalid says so, and does not run.
    return 0;
  }
}
