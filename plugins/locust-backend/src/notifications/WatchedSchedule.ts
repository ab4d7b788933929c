import {
  guardrailProblems,
  type Guardrails,
  LABELS,
  type Problem,
} from 'backstage-plugin-locust-common';
import type { ClusterEngine } from '../operator/ClusterEngine';
import { isScheduled, type LocustObject } from '../operator/LocustObject';

/** A schedule that is to run, and what keeps it from that. */
export interface WatchedSchedule {
  readonly cluster: string;
  readonly namespace: string;
  readonly uid: string;
  readonly test: string;
  readonly entityRef?: string;
  /** What of it the platform team does not allow; while there is anything the engine lets it pause. */
  readonly problems: readonly Problem[];
}

/** The schedules of all clusters that are watched, but for those that people have paused themselves. */
export function watchedSchedules(
  engines: readonly Pick<ClusterEngine, 'name' | 'locusts'>[],
  knowledge: {
    readonly entityRefOf: (
      cluster: string,
      locust: LocustObject,
    ) => string | undefined;
    readonly guardrailsOf: (
      cluster: string,
      locust: LocustObject,
    ) => Guardrails;
  },
): readonly WatchedSchedule[] {
  return engines.flatMap(engine =>
    engine
      .locusts()
      .filter(locust => isScheduled(locust) && locust.spec.suspend !== true)
      .map(locust => {
        const { namespace, uid, name, labels } = locust.metadata;
        return {
          cluster: engine.name,
          namespace,
          uid,
          test: labels?.[LABELS.test] ?? name,
          entityRef: knowledge.entityRefOf(engine.name, locust),
          problems: guardrailProblems(
            locust.spec,
            knowledge.guardrailsOf(engine.name, locust),
          ),
        };
      }),
  );
}
