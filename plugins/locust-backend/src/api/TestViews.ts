import {
  ANNOTATIONS,
  nextScheduleTimes,
  type Run,
  type Test,
} from 'backstage-plugin-locust-common';
import type { RunStore } from '../runs/RunStore';
import { gitOpsTracker } from '../operator/gitOpsTracker';
import type { LocustObject } from '../operator/LocustObject';
import { problemOf, testNameOf } from './scheduledTest';

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
      /** Who answers for runs. */
      readonly ownerOfRun: (run: {
        readonly entityRef?: string;
        readonly namespace: string;
      }) => string | undefined;
      readonly now: () => Date;
    },
  ) {}

  async of(cluster: string, locust: LocustObject): Promise<Test> {
    const { items } = await this.parts.store.list(
      { locustUid: locust.metadata.uid },
      { limit: LAST_RUNS },
    );
    return this.withRuns(cluster, locust, items);
  }

  /** Of many, in their order; their last runs are read in one go and come without their specs. */
  async all(
    found: readonly {
      readonly cluster: string;
      readonly locust: LocustObject;
    }[],
  ): Promise<Test[]> {
    const runs = await this.parts.store.lastRunsOf(
      found.map(one => one.locust.metadata.uid),
      LAST_RUNS,
    );
    return found.map(({ cluster, locust }) =>
      this.withRuns(cluster, locust, runs.get(locust.metadata.uid) ?? []),
    );
  }

  private withRuns(
    cluster: string,
    locust: LocustObject,
    lastRuns: readonly Run[],
  ): Test {
    const { metadata, spec, status } = locust;
    const timeZone = spec.timeZone ?? 'UTC';
    const schedule = spec.schedule ?? '';
    const suspended = spec.suspend === true;
    const problem = problemOf(locust);
    const tracker = gitOpsTracker(locust);
    const entityRef = this.parts.entityRefOf(cluster, locust);
    const namespace = metadata.namespace ?? 'default';
    const owner = this.parts.ownerOfRun({ entityRef, namespace });
    return {
      id: metadata.uid,
      generation: metadata.generation ?? 0,
      ...(tracker ? { trackedBy: tracker } : {}),
      cluster,
      namespace,
      name: metadata.name,
      test: testNameOf(locust),
      ...(entityRef ? { entityRef } : {}),
      ...(owner ? { owner } : {}),
      schedule,
      timeZone,
      suspended,
      phase: status?.phase ?? 'Pending',
      ...(problem ? { problem } : {}),
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
        suspended || problem
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
