import { ANNOTATIONS, parseDuration } from 'backstage-plugin-locust-common';
import type { EngineConfig } from './EngineConfig';
import { gitOpsTracker } from './gitOpsTracker';
import type { LocustObject } from './LocustObject';

/** What becomes of a one-off resource whose run is over. */
export type Retention =
  | { readonly kind: 'delete' }
  | { readonly kind: 'later'; readonly ms: number }
  | { readonly kind: 'keep'; readonly why?: string };

/** Decides whether a finished one-off goes now, later, or never. */
export function retentionOf(
  locust: LocustObject,
  endedAt: Date,
  config: Pick<EngineConfig, 'ttlAfterFinished' | 'deleteFinished'>,
  now: Date,
): Retention {
  const tracker = gitOpsTracker(locust);
  if (tracker) {
    return {
      kind: 'keep',
      why: `Kept, for ${tracker} tracks this resource: it would bring a deleted one back and run it again.`,
    };
  }
  const { ttlAfterFinished } = locust.spec;
  if (ttlAfterFinished === undefined && !mayDelete(locust, config)) {
    return { kind: 'keep' };
  }
  const ttl = ttlAfterFinished ?? config.ttlAfterFinished;
  if (ttl === 'never') {
    return { kind: 'keep' };
  }
  const ms = endedAt.getTime() + parseDuration(ttl) * 1000 - now.getTime();
  return ms <= 0 ? { kind: 'delete' } : { kind: 'later', ms };
}

function mayDelete(
  locust: LocustObject,
  { deleteFinished }: Pick<EngineConfig, 'deleteFinished'>,
): boolean {
  switch (deleteFinished) {
    case 'all':
      return true;
    case 'none':
      return false;
    default:
      return isMadeByPortal(locust);
  }
}

export function isMadeByPortal({ metadata }: LocustObject): boolean {
  return metadata.annotations?.[ANNOTATIONS.createdBy] === 'portal';
}
