import {
  LOCUST_SPEC_DEFAULTS,
  type LocustSpec,
  parseDuration,
} from 'backstage-plugin-locust-common';
import type { EngineConfig } from './EngineConfig';

/** The Job's own deadline deletes the pod and its log, so it only comes when the pod's has not worked. */
const BACKSTOP_SECONDS = 60;

/** The bounds of a run, in seconds. */
export interface Deadlines {
  /** Undefined where the resource leaves it out (`runTime: ""`). */
  readonly runTime?: number;
  readonly workersReady: number;
  /** `activeDeadlineSeconds` of the master pod: the kubelet then ends it with SIGTERM and keeps it. */
  readonly pod: number;
  /** `activeDeadlineSeconds` of the Job. */
  readonly job: number;
}

/** For a spec that has been found valid. */
export function deadlinesOf(
  spec: LocustSpec,
  config: Pick<EngineConfig, 'runTime' | 'graceSeconds' | 'maximumRunTime'>,
): Deadlines {
  const written = spec.runTime ?? config.runTime;
  const runTime = written === '' ? undefined : parseDuration(written);
  const workersReady = parseDuration(
    spec.workersReadyTimeout ?? LOCUST_SPEC_DEFAULTS.workersReadyTimeout,
  );
  const pod =
    workersReady +
    (runTime ?? parseDuration(config.maximumRunTime)) +
    config.graceSeconds;
  return { runTime, workersReady, pod, job: pod + BACKSTOP_SECONDS };
}
