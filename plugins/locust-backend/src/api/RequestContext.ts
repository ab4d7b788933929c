import type { Request } from 'express';
import type {
  BackstageCredentials,
  BackstageUserPrincipal,
  HttpAuthService,
  BackstageServicePrincipal,
} from '@backstage/backend-plugin-api';
import { InputError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type {
  Guardrails,
  TestDefinition,
} from 'backstage-plugin-locust-common';
import type { EntityTargets } from '../entities/EntityTargets';
import { ownerOfEntity, ownerOfNamespace } from '../entities/ownerOf';
import type { Freeze } from '../freezes/Freeze';
import type { FreezeBook } from '../freezes/FreezeBook';
import type { GuardedPlace, GuardrailBook } from '../policy/GuardrailBook';
import type { Entity } from '@backstage/catalog-model';
import { askPlugin } from '../services/askPlugin';
import type { Demand } from './Demand';
import { nameOf } from './nameOf';
import { namespaceProblem } from './namespaceProblem';
import type { CommandContext } from './RunCommands';

/** Who calls: a person or another service. */
export type Caller = BackstageCredentials<
  BackstageUserPrincipal | BackstageServicePrincipal
>;

/** Where the runs of an entity go, or those of none. */
export interface Destination {
  readonly targets: EntityTargets;
  /** What a form may ask for there. */
  readonly guardrailsIn: (cluster: string, namespace: string) => Guardrails;
  /** What keeps runs from starting there now. */
  readonly freezeIn: (cluster: string, namespace: string) => Freeze | undefined;
  /** Who answers for the runs there, where anybody does. */
  readonly ownerIn: (namespace: string) => string | undefined;
}

/** Settles for a request who calls and where its runs go. */
export class RequestContext {
  constructor(
    private readonly parts: {
      readonly httpAuth: HttpAuthService;
      readonly catalog: CatalogService;
      readonly targetsOf: (entity: Entity) => EntityTargets;
      readonly fallback: {
        readonly cluster: string;
        readonly namespace?: string;
      };
      readonly guardrails: GuardrailBook;
      readonly freezes: Pick<FreezeBook, 'at'>;
      /** The namespaces that the configuration names for a cluster; none: all. */
      readonly watchedIn: (cluster: string) => readonly string[];
      /** Entity references of who answers for runs without an entity, by namespace. */
      readonly namespaceOwners: Readonly<Record<string, string>>;
    },
  ) {}

  /** A request with who makes it. */
  async demand(request: Request): Promise<Demand> {
    const credentials = await this.caller(request);
    const idempotencyKey = request.header('idempotency-key');
    return { credentials, request, ...(idempotencyKey && { idempotencyKey }) };
  }

  caller(request: Request): Promise<Caller> {
    return this.parts.httpAuth.credentials(request as never, {
      allow: ['user', 'service'],
    }) as Promise<Caller>;
  }

  /** What an entity's annotations and the configuration say of its load tests. */
  targetsOf(entity: Entity): EntityTargets {
    return this.parts.targetsOf(entity);
  }

  /**
   * Where the entity's runs go, as the caller sees the catalog.
   *
   * @throws NotFoundError where the entity is not there for the caller
   */
  async destination(
    credentials: Caller,
    entityRef: string | undefined,
  ): Promise<Destination> {
    const { targetsOf, fallback, guardrails, freezes, namespaceOwners } =
      this.parts;
    const entity =
      entityRef === undefined
        ? undefined
        : await this.entity(credentials, entityRef);
    const entityOwner = entity && ownerOfEntity(entity);
    const ownerIn = (namespace: string) =>
      entityOwner ?? ownerOfNamespace(namespaceOwners, namespace);
    const placeIn = (cluster: string, namespace: string): GuardedPlace => ({
      cluster,
      namespace,
      owner: ownerIn(namespace),
    });
    return {
      targets: entity ? targetsOf(entity) : fallback,
      guardrailsIn: (cluster, namespace) =>
        guardrails.ofPortal(placeIn(cluster, namespace)),
      freezeIn: (cluster, namespace) => freezes.at(placeIn(cluster, namespace)),
      ownerIn,
    };
  }

  /**
   * An entity as the caller sees the catalog.
   *
   * @throws NotFoundError where it is not there for the caller
   */
  async entity(credentials: Caller, entityRef: string): Promise<Entity> {
    const entity = await askPlugin('the catalog', () =>
      this.parts.catalog.getEntityByRef(entityRef, { credentials }),
    );
    if (!entity) {
      throw new NotFoundError(
        `There is no catalog entity ${entityRef}, or you may not see it`,
      );
    }
    return entity;
  }

  /**
   * Where a new run or test goes. An entity's runs go where its annotations or the configuration say, nowhere else.
   *
   * @throws InputError naming the field, what was refused and what would be accepted
   */
  async command(
    demand: Demand,
    definition: TestDefinition,
  ): Promise<CommandContext> {
    const { credentials } = demand;
    const entityRef = definition.entityRef?.toLocaleLowerCase('en-US');
    const { targets, guardrailsIn, ownerIn } = await this.destination(
      credentials,
      entityRef,
    );
    const cluster = targets.cluster ?? this.parts.fallback.cluster;
    if (definition.cluster !== undefined && definition.cluster !== cluster) {
      throw new InputError(
        `cluster: "${definition.cluster}" was refused; the load tests of ${
          entityRef ?? 'no entity'
        } run in cluster "${cluster}"`,
      );
    }
    const namespace =
      targets.namespace ??
      (entityRef === undefined ? definition.namespace : undefined);
    if (namespace === undefined) {
      throw new InputError(
        `namespace: nothing says where the load tests of ${
          entityRef ?? 'no entity'
        } may run; add the annotation locust-qa.xyz/namespace to it, or configure locust.defaultNamespace`,
      );
    }
    this.requireNamespace(cluster, namespace);
    if (
      definition.namespace !== undefined &&
      definition.namespace !== namespace
    ) {
      throw new InputError(
        `namespace: "${definition.namespace}" was refused; the load tests of ${
          entityRef ?? 'no entity'
        } run in namespace "${namespace}"`,
      );
    }
    return {
      cluster,
      namespace,
      owner: ownerIn(namespace),
      guardrails: guardrailsIn(cluster, namespace),
      ...this.entityOf(credentials, entityRef),
      ...this.signature(demand),
    };
  }

  /** @throws InputError where load tests may not be put there, or ConfigMaps for them be had from there */
  requireNamespace(cluster: string, namespace: string): void {
    const problem = namespaceProblem(namespace, this.parts.watchedIn(cluster));
    if (problem) {
      throw new InputError(problem);
    }
  }

  /** The entity that a command is about, if it is about one. */
  entityOf(
    credentials: Caller,
    entityRef: string | undefined,
  ): Pick<CommandContext, 'entityRef' | 'readEntity'> {
    return entityRef
      ? { entityRef, readEntity: () => this.entity(credentials, entityRef) }
      : {};
  }

  /** Who asks, and under which idempotency key. */
  signature({
    credentials,
    idempotencyKey,
  }: Demand): Pick<CommandContext, 'requestedBy' | 'idempotencyKey'> {
    const { principal } = credentials;
    return {
      ...(principal.type === 'user' && {
        requestedBy: principal.userEntityRef,
      }),
      ...(idempotencyKey && {
        idempotencyKey: `${nameOf(credentials)}\n${idempotencyKey}`,
      }),
    };
  }
}
