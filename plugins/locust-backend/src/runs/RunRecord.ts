import type {
  FiguresSinceWarmUp,
  LocustfileException,
  Point,
  RequestError,
  RequestStatistics,
  Run,
  RunEvent,
} from 'backstage-plugin-locust-common';
import type { EndpointPoints } from './EndpointPoints';
import type { LocustfileSnapshot } from './LocustfileSnapshot';
import type { Marks } from './RunMarks';
import type { StoredLog } from './RunStore';

/** Everything that is kept of a run. */
export interface RunRecord {
  readonly run: Run;
  readonly marks: Marks;
  readonly points: readonly Point[];
  /** Over time as well, of the endpoints that it is kept of. */
  readonly endpointPoints: readonly EndpointPoints[];
  readonly requests: readonly RequestStatistics[];
  readonly errors: readonly RequestError[];
  readonly exceptions: readonly LocustfileException[];
  readonly events: readonly RunEvent[];
  readonly log?: StoredLog;
  /** What the thresholds were judged on, where the run had a warm-up. */
  readonly sinceWarmUp?: FiguresSinceWarmUp;
  readonly locustfile?: LocustfileSnapshot;
}
