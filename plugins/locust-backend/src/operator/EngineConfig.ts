import type { RunLimits } from './admission/RunLimits';
import type { NetworkPolicySettings } from './children/networkPolicies';
import { POD_DEFAULTS, type PodSettings } from './children/podRestriction';

/** What the engine takes from configuration; durations in seconds unless they are text. */
export interface EngineConfig {
  /** For resources that name none. */
  readonly image: string;
  /** For resources that give none, as {@link parseDuration} reads it. */
  readonly runTime: string;
  /** Added to the deadline of every run, for starting, stopping and slow images. */
  readonly graceSeconds: number;
  /** The bound of runs whose resource leaves the run time out. */
  readonly maximumRunTime: string;
  /** How long a finished one-off resource stays: a duration, `0` or `never`. */
  readonly ttlAfterFinished: string;
  /**
   * Which finished one-offs are deleted where the resource itself does not say: those made by the portal, all (as
   * the operator this replaces did), or none.
   */
  readonly deleteFinished: 'portal' | 'all' | 'none';
  /** How many runs may go at once; those above wait their turn. */
  readonly limits: RunLimits;
  readonly pods: PodSettings;
  /** What the pods of a run may reach and be reached by; undefined: the engine has nothing to do with network policies. */
  readonly networkPolicy?: NetworkPolicySettings;
  /** Install and update the resource definition. Else the engine waits until somebody has. */
  readonly installCrd: boolean;
  /** Undefined: all namespaces. */
  readonly namespaces?: readonly string[];
  readonly leaderElection: {
    /** False where this is the only process; then it reconciles at once. */
    readonly enabled: boolean;
    readonly namespace: string;
    readonly leaseSeconds?: number;
    readonly renewSeconds?: number;
    readonly retrySeconds?: number;
  };
  /** The reporter that is mounted into masters; undefined: none. */
  readonly reporter?: ReporterFiles;
  /** How long after an edit of a schedule the CronJob controller may still make a Job as it was before. */
  readonly oldTemplateGraceSeconds: number;
  /** How long an image that cannot be pulled is waited for. */
  readonly imagePullGraceSeconds: number;
  /** How long the outcome of a run that has ended is waited for, before the run is closed with what is known. */
  readonly outcomeTimeoutSeconds: number;
}

/** The ConfigMap of the reporter: its name carries the version, so that runs of another version keep theirs. */
export interface ReporterFiles {
  readonly configMapName: string;
  readonly files: Readonly<Record<string, string>>;
}

/** What the engine does unless told otherwise. */
export const ENGINE_DEFAULTS: EngineConfig = {
  image: 'locustio/locust:2.47.0',
  runTime: '5m',
  graceSeconds: 300,
  maximumRunTime: '24h',
  ttlAfterFinished: '24h',
  deleteFinished: 'portal',
  limits: {},
  pods: POD_DEFAULTS,
  installCrd: false,
  leaderElection: { enabled: true, namespace: 'default' },
  oldTemplateGraceSeconds: 60,
  imagePullGraceSeconds: 60,
  outcomeTimeoutSeconds: 300,
};
