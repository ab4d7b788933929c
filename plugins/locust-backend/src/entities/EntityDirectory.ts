import { type Entity, stringifyEntityRef } from '@backstage/catalog-model';
import type {
  AuthService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { ANNOTATIONS } from 'backstage-plugin-locust-common';
import { type EntityClaim, type EntityMatch, matchEntity } from './matchEntity';
import type { EntityTargets } from './EntityTargets';
import { ownerOfEntity } from './ownerOf';

/** Entities without any of these can own a run only by being named in its annotation and by configuration. */
const RELEVANT_ANNOTATIONS = [
  ANNOTATIONS.namespace,
  ANNOTATIONS.cluster,
  'backstage.io/kubernetes-id',
  'backstage.io/kubernetes-label-selector',
];

/** How soon the catalog is read again for a resource that no known entity owns. */
const AGAIN_AFTER_MS = 5_000;

/** Why the catalog cannot be read, and since when. */
export interface CatalogFailure {
  readonly message: string;
  /** Wall clock, milliseconds since 1970. */
  readonly since: number;
}

/**
 * The catalog's entities that may own load tests, kept warm so that the reconciler can ask without waiting.
 * Refreshed every half minute; while the catalog is away the last good answer stands.
 */
export class EntityDirectory {
  #entities: readonly Entity[] = [];
  #owners: ReadonlyMap<string, string> = new Map();
  #asking: Promise<void> | undefined;
  #askedAt = 0;
  #hasRead = false;
  #failure: CatalogFailure | undefined;

  constructor(
    private readonly options: {
      readonly catalog: CatalogService;
      readonly auth: AuthService;
      readonly logger: LoggerService;
      readonly targetsOf: (entity: Entity) => EntityTargets;
      /** Whether every entity of the catalog may own tests, because a default namespace is configured. */
      readonly all: boolean;
      /** Milliseconds. */
      readonly now: () => number;
      /** Milliseconds since 1970. */
      readonly wall: () => number;
    },
  ) {}

  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduler.scheduleTask({
      id: 'locust-entities',
      // Every replica needs its own copy, the reconciler reads it without waiting.
      scope: 'local',
      frequency: { seconds: 30 },
      timeout: { minutes: 2 },
      fn: () => this.refresh(),
    });
  }

  /** Reads the catalog again; calls at the same time share one reading. Never throws: the last good answer stands. */
  refresh(): Promise<void> {
    this.#asking ??= this.#read().finally(() => {
      this.#asking = undefined;
      this.#askedAt = this.options.now();
    });
    return this.#asking;
  }

  /** Whether the catalog was read, ever; before, nothing is known of what belongs to whom. */
  get hasRead(): boolean {
    return this.#hasRead;
  }

  /** Undefined: the last reading went well, or none has ended. */
  get failure(): CatalogFailure | undefined {
    return this.#failure;
  }

  /** The owner of an entity as far as the catalog was read; of several the first. */
  ownerOf(entityRef: string): string | undefined {
    return this.#owners.get(entityRef);
  }

  /**
   * The entity of a `Locust` as far as the catalog was read. One that nobody owns may be of an entity that is new:
   * then the catalog is read again soon, and the next look at the resource finds it.
   */
  match(claim: EntityClaim): EntityMatch {
    const match = matchEntity(claim, this.#entities, this.options.targetsOf);
    if (
      match.kind === 'none' &&
      this.options.now() - this.#askedAt > AGAIN_AFTER_MS
    ) {
      void this.refresh();
    }
    return match;
  }

  async #read(): Promise<void> {
    const { catalog, auth, logger, all } = this.options;
    try {
      const credentials = await auth.getOwnServiceCredentials();
      const found = new Map<string, Entity>();
      const pages = catalog.streamEntities(
        {
          filter: all
            ? [{ kind: ['Component', 'API', 'System', 'Resource'] }]
            : RELEVANT_ANNOTATIONS.map(name => ({
                [`metadata.annotations.${name}`]: CATALOG_FILTER_EXISTS,
              })),
          fields: [
            'kind',
            'metadata.name',
            'metadata.namespace',
            'metadata.annotations',
            'relations',
          ],
        },
        { credentials },
      );
      for await (const page of pages) {
        for (const entity of page) {
          found.set(stringifyEntityRef(entity), entity);
        }
      }
      this.#entities = [...found.values()];
      this.#owners = new Map(
        [...found].flatMap(([entityRef, entity]) => {
          const owner = ownerOfEntity(entity);
          return owner ? [[entityRef, owner]] : [];
        }),
      );
      this.#hasRead = true;
      this.#failure = undefined;
    } catch (error) {
      this.#failure = {
        message: error instanceof Error ? error.message : String(error),
        since: this.#failure?.since ?? this.options.wall(),
      };
      logger.warn(
        `The catalog could not be asked which entities have load tests: ${error}`,
      );
    }
  }
}
