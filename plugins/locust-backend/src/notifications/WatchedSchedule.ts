import { LABELS } from 'backstage-plugin-locust-common';
import type { ClusterEngine } from '../operator/ClusterEngine';
import { isScheduled, type LocustObject } from '../operator/LocustObject';

/** A schedule that is to run, and what keeps it from that. */
export interface WatchedSchedule {
  readonly cluster: string;
  readonly namespace: string;
  readonly uid: string;
  readonly test: string;
  readonly entityRef?: string;
  /** Why the engine lets it pause: a guardrail or a company's own rule does not allow it, or it makes no sense. */
  readonly refusal?: string;
}

/** Whose a resource is becomes known half a minute after a start, and until then more may be refused than is meant. */
const SETTLED_MS = 2 * 60_000;

/** The schedules of all clusters that are watched, but for those that people have paused themselves. */
export function* watchedSchedules(
  engines: readonly Pick<ClusterEngine, 'name' | 'locusts'>[],
  entityRefOf: (cluster: string, locust: LocustObject) => string | undefined,
  now: Date,
): Generator<WatchedSchedule> {
  for (const engine of engines) {
    for (const locust of engine.locusts()) {
      if (isScheduled(locust) && locust.spec.suspend !== true) {
        const { namespace, uid, name, labels } = locust.metadata;
        const refusal = refusalOf(locust, now);
        yield {
          cluster: engine.name,
          namespace,
          uid,
          test: labels?.[LABELS.test] ?? name,
          entityRef: entityRefOf(engine.name, locust),
          ...(refusal !== undefined && { refusal }),
        };
      }
    }
  }
}

/** As the engine has written it into the status, whoever leads. */
function refusalOf({ status }: LocustObject, now: Date): string | undefined {
  const valid = status.conditions?.find(it => it.type === 'Valid');
  return valid?.status === 'False' &&
    now.getTime() - Date.parse(valid.lastTransitionTime) >= SETTLED_MS
    ? valid.message
    : undefined;
}
