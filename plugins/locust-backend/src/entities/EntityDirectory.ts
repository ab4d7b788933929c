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

/** Entities without any of these can own a run only by being named in its annotation and by configuration. */
const RELEVANT_ANNOTATIONS = [
  ANNOTATIONS.namespace,
  ANNOTATIONS.cluster,
  'backstage.io/kubernetes-id',
  'backstage.io/kubernetes-label-selector',
];

/**
 * The catalog's entities that may own load tests, kept warm so that the reconciler can ask without waiting.
 * Refreshed every half minute; while the catalog is away the last good answer stands.
 */
export class EntityDirectory {
  #entities: readonly Entity[] = [];
  #loaded = false;

  constructor(
    private readonly options: {
      readonly catalog: CatalogService;
      readonly auth: AuthService;
      readonly logger: LoggerService;
      readonly targetsOf: (entity: Entity) => EntityTargets;
      /** Whether every entity of the catalog may own tests, because a default namespace is configured. */
      readonly all: boolean;
    },
  ) {}

  /** Whether the catalog has answered since the start: before that, "no entity" means "not known yet". */
  get loaded(): boolean {
    return this.#loaded;
  }

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

  /** Reads the catalog again. Never throws: the last good answer stands. */
  async refresh(): Promise<void> {
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
      this.#loaded = true;
    } catch (error) {
      logger.warn(
        `The catalog could not be asked which entities have load tests: ${error}`,
      );
    }
  }

  match(claim: EntityClaim): EntityMatch {
    return matchEntity(claim, this.#entities, this.options.targetsOf);
  }
}
