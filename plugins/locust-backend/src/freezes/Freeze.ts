import type { Concerned } from '../policy/concerns';

/** A freeze that somebody declares at the portal. */
export type NewFreeze = Omit<Freeze, 'id' | 'configured'>;

/** A time in which no load test starts. */
export interface Freeze extends Concerned {
  readonly id: string;
  /** For people, such as `Black Friday`. */
  readonly reason: string;
  readonly from: Date;
  /** Undefined: until somebody lifts it. */
  readonly until?: Date;
  /** What goes when it begins, or would go, is stopped as well. */
  readonly stopsRuns: boolean;
  /** Who declared it; undefined where the configuration does, or a caller without a name. */
  readonly declaredBy?: string;
  /** Whether it can be lifted at the portal; what the configuration says cannot. */
  readonly configured: boolean;
}
