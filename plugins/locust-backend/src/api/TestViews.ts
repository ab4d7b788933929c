import {
  ANNOTATIONS,
  LABELS,
  nextScheduleTimes,
  type Test,
} from 'backstage-plugin-locust-common';
import type { RunStore } from '../runs/RunStore';
import { gitOpsTracker } from '../operator/gitOpsTracker';
import type { LocustObject } from '../operator/LocustObject';

/** How many coming times and past runs a test is shown with. */
const NEXT_TIMES = 5;
const LAST_RUNS = 5;

/** Turns scheduled `Locust` resources into what the screens show of them. */
export class TestViews {
  constructor(
    private readonly parts: {
      readonly store: RunStore;
      readonly entityRefOf: (
        cluster: string,
        locust: LocustObject,
      ) => string | undefined;
      readonly now: () => Date;
    },
  ) {}

  async of(cluster: string, locust: LocustObject): Promise<Test> {
    const { metadata, spec, status } = locust;
    const timeZone = spec.timeZone ?? 'UTC';
    const schedule = spec.schedule ?? '';
    const suspended = spec.suspend === true;
    const invalid = status?.conditions?.find(
      condition => condition.type === 'Valid' && condition.status === 'False',
    );
    const { items: lastRuns } = await this.parts.store.list(
      { locustUid: metadata.uid },
      { limit: LAST_RUNS },
    );
    const tracker = gitOpsTracker(locust);
    const entityRef = this.parts.entityRefOf(cluster, locust);
    return {
      id: metadata.uid,
      generation: metadata.generation ?? 0,
      ...(tracker ? { trackedBy: tracker } : {}),
      cluster,
      namespace: metadata.namespace ?? 'default',
      name: metadata.name,
      test: metadata.labels?.[LABELS.test] ?? metadata.name,
      ...(entityRef ? { entityRef } : {}),
      schedule,
      timeZone,
      suspended,
      phase: status?.phase ?? 'Pending',
      ...(invalid ? { problem: invalid.message } : {}),
      createdAt: metadata.creationTimestamp
        ? new Date(metadata.creationTimestamp)
        : this.parts.now(),
      ...(metadata.annotations?.[ANNOTATIONS.requestedBy]
        ? { createdBy: metadata.annotations[ANNOTATIONS.requestedBy] }
        : {}),
      ...(status?.lastScheduleTime
        ? { lastScheduledAt: new Date(status.lastScheduleTime) }
        : {}),
      nextRunsAt:
        suspended || invalid
          ? []
          : [...nextTimes(schedule, timeZone, this.parts.now())],
      lastRuns: [...lastRuns],
      spec: { ...spec },
    };
  }
}

/** A schedule that cannot be read has no next times; the resource's condition says why. */
function nextTimes(
  schedule: string,
  timeZone: string,
  now: Date,
): readonly Date[] {
  try {
    return nextScheduleTimes(schedule, timeZone, now, NEXT_TIMES);
  } catch {
    return [];
  }
}
