import {
  LOCUST_GROUP,
  LOCUST_VERSION,
  locustDefinition,
} from 'backstage-plugin-locust-common';
import { type Clock, sleep, type Timer } from '../../kube/Clock';
import { errorMessage, isFailure } from '../../kube/KubeApiError';
import type {
  AccessAttributes,
  KubeClient,
} from '../../kube/client/KubeClient';
import { keepRunning } from '../../kube/keepRunning';
import type { Logger } from '../../kube/Logger';
import type { Transport } from '../../kube/transport/Transport';
import type { ClusterView } from '../ClusterView';
import { definitionGap, type FieldSchema } from './definitionGap';
import { findOrphans, type Orphan } from './findOrphans';

/** What was found out about a cluster beside what its watches show. */
export interface InspectionFacts {
  readonly rights:
    | {
        readonly kind: 'known';
        readonly missing: readonly AccessAttributes[];
        readonly at: Date;
      }
    /** Nobody has asked yet, or the server does not say. */
    | { readonly kind: 'unknown'; readonly because?: string };
  /** Fields that the installed definition of the resource does not have; undefined: not known. */
  readonly unknownFields?: readonly string[];
  /** The server's clock less ours; undefined: not known. */
  readonly clockAheadMs?: number;
  readonly orphans: readonly Orphan[];
  /** Since when, by the wall clock, nobody leads. */
  readonly leaderlessSince?: Date;
}

export interface ClusterInspectionParts {
  readonly client: Pick<KubeClient, 'mayAccess'>;
  readonly transport: Pick<Transport, 'request'>;
  readonly neededRights: () => Promise<readonly AccessAttributes[]>;
  /** The caches, once they are complete. */
  readonly views: () => readonly ClusterView[];
  /** Whether somebody is to lead and nobody does. */
  readonly isLeaderless: () => boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The server is asked again so seldom while all is well, for its administrators change little. */
const WELL_MS = 10 * 60_000;
/** So soon where something is amiss, for somebody may be putting it right; and at most so often after refusals. */
const AMISS_MS = 60_000;
/** The caches cost nothing to look at. */
const CACHES_MS = 30_000;

const DEFINITION = `/openapi/v3/apis/${LOCUST_GROUP}/${LOCUST_VERSION}`;

/**
 * Looks now and then at what no watch tells: whether the account has the rights that it needs, whether the installed
 * definition is this plugin's, how the server's clock goes, what nobody cleans up. Every question is one that each
 * account may ask, so that it takes no rights to find out which are missing; they are asked one after the other.
 */
export class ClusterInspection {
  private rights: InspectionFacts['rights'] = { kind: 'unknown' };
  private unknownFields: readonly string[] | undefined;
  private clockAheadMs: number | undefined;
  /** Found at the last look, and whether they had been found at the one before. */
  private found: ReadonlyMap<string, Orphan> = new Map();
  private orphans: readonly Orphan[] = [];
  private leaderlessSince: Date | undefined;
  private askedAt = -Infinity;
  private wake: (() => void) | undefined;
  private loops: Promise<unknown> | undefined;

  constructor(private readonly parts: ClusterInspectionParts) {}

  get facts(): InspectionFacts {
    return {
      rights: this.rights,
      unknownFields: this.unknownFields,
      clockAheadMs: this.clockAheadMs,
      orphans: this.orphans,
      leaderlessSince: this.leaderlessSince,
    };
  }

  /** Begins to look, until the signal aborts. */
  start(signal: AbortSignal): void {
    const { clock, logger } = this.parts;
    const onDeath = (error: unknown) =>
      logger.warn(
        `the inspection of the cluster failed and will be tried again: ${errorMessage(
          error,
        )}`,
      );
    this.loops = Promise.all([
      keepRunning(() => this.askOn(signal), { clock, signal, onDeath }),
      keepRunning(() => this.lookOn(signal), { clock, signal, onDeath }),
    ]);
  }

  /** Resolves when nothing is asked any more; the signal has to abort for that. */
  async ended(): Promise<void> {
    await this.loops;
  }

  /** The server has refused something: asks it at once what we may, if that was not just asked. */
  refused(): void {
    this.wake?.();
  }

  private async askOn(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.ask(signal);
      await this.pause(signal);
    }
  }

  private async ask(signal: AbortSignal): Promise<void> {
    this.askedAt = this.parts.clock.monotonic();
    await this.askRights(signal);
    await this.askDefinition(signal);
  }

  private async askRights(signal: AbortSignal): Promise<void> {
    const { client, clock, neededRights } = this.parts;
    const onServerTime = (time: number) => {
      this.clockAheadMs = time - clock.wall();
    };
    try {
      const missing: AccessAttributes[] = [];
      for (const right of await neededRights()) {
        if (!(await client.mayAccess(right, { signal, onServerTime }))) {
          missing.push(right);
        }
      }
      this.rights = { kind: 'known', missing, at: new Date(clock.wall()) };
    } catch (error) {
      // Away: the watches say that. What was known before may still be so.
      if (!signal.aborted && this.rights.kind === 'unknown') {
        this.rights = { kind: 'unknown', because: errorMessage(error) };
      }
    }
  }

  private async askDefinition(signal: AbortSignal): Promise<void> {
    try {
      const document = await this.parts.transport.request<{
        readonly components?: {
          readonly schemas?: Readonly<Record<string, FieldSchema>>;
        };
      }>({
        method: 'GET',
        path: DEFINITION,
        signal,
        intent: { verb: 'get', resource: DEFINITION },
      });
      const served = Object.entries(document.components?.schemas ?? {}).find(
        ([name]) => name.endsWith('.Locust'),
      );
      this.unknownFields = served && definitionGap(ownSchema(), served[1]);
    } catch (error) {
      // Not installed: the watches say that. Else what was known before may still be so.
      if (isFailure(error, 'notFound')) {
        this.unknownFields = undefined;
      }
    }
  }

  /** Until it is time to ask again, or something was refused. */
  private async pause(signal: AbortSignal): Promise<void> {
    const { clock } = this.parts;
    const isWell =
      this.rights.kind === 'known' &&
      this.rights.missing.length === 0 &&
      !this.unknownFields?.length;
    const waking = new AbortController();
    const onAbort = () => waking.abort();
    signal.addEventListener('abort', onAbort);
    let timer: Timer | undefined;
    this.wake = () => {
      const since = clock.monotonic() - this.askedAt;
      timer ??= clock.setTimer(onAbort, Math.max(0, AMISS_MS - since));
    };
    try {
      await sleep(clock, isWell ? WELL_MS : AMISS_MS, waking.signal);
    } finally {
      timer?.cancel();
      this.wake = undefined;
      signal.removeEventListener('abort', onAbort);
    }
  }

  private async lookOn(signal: AbortSignal): Promise<void> {
    const { clock } = this.parts;
    while (!signal.aborted) {
      this.look();
      await sleep(clock, CACHES_MS, signal);
    }
  }

  private look(): void {
    const { views, isLeaderless, clock } = this.parts;
    const found = new Map(
      views()
        .flatMap(findOrphans)
        .map(it => [it.uid, it]),
    );
    this.orphans = [...found.values()].filter(it => this.found.has(it.uid));
    this.found = found;
    this.leaderlessSince = isLeaderless()
      ? this.leaderlessSince ?? new Date(clock.wall())
      : undefined;
  }
}

/** The schema of the resource that this version of the plugin was made for. */
function ownSchema(): FieldSchema {
  const { versions } = locustDefinition().spec;
  return versions.find(it => it.name === LOCUST_VERSION)!.schema
    .openAPIV3Schema as FieldSchema;
}
