import type { Request } from 'express';
import type { Caller } from './RequestContext';

/** What somebody asks for: by a request over HTTP, or by an action of Backstage's registry. */
export interface Demand {
  readonly credentials: Caller;
  /** As the caller gave it; the same again means the same. */
  readonly idempotencyKey?: string;
  /** Undefined where it came through an action. */
  readonly request?: Request;
}
