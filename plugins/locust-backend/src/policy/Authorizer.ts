import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  type BasicPermission,
} from '@backstage/plugin-permission-common';
import {
  type LocustEntityPermission,
  locustAdminReadPermission,
  locustAdminUpdatePermission,
} from 'backstage-plugin-locust-common';
import { askPlugin } from '../services/askPlugin';

/** How many entities are asked about in one call to the permission backend. */
const BATCH = 200;

/** What the caller may see: everything, or only what belongs to these entities. */
export type Visibility =
  | { readonly kind: 'all' }
  | { readonly kind: 'entities'; readonly entityRefs: readonly string[] };

/**
 * Asks Backstage's permission framework. Load tests are guarded by their entity: a conditional decision
 * ("owners only") is evaluated by the catalog's own rules, not by our tables.
 */
export class Authorizer {
  private readonly permissions: PermissionsService;

  constructor(permissions: PermissionsService) {
    const ask = <T>(action: () => Promise<T>) =>
      askPlugin('the permission backend', action);
    this.permissions = {
      authorize: (...asked) => ask(() => permissions.authorize(...asked)),
      authorizeConditional: (...asked) =>
        ask(() => permissions.authorizeConditional(...asked)),
    };
  }

  /**
   * Refuses unless the caller may do this to the entity's load tests. What belongs to no entity is for those who
   * may see everything.
   *
   * @throws NotAllowedError naming the permission and the entity
   */
  async require(
    credentials: BackstageCredentials,
    permission: LocustEntityPermission,
    entityRef: string | undefined,
  ): Promise<void> {
    if (entityRef === undefined) {
      await this.requireAdmin(credentials);
      return;
    }
    const [decision] = await this.permissions.authorize(
      [{ permission, resourceRef: entityRef }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `You may not do this: it takes the permission ${permission.name} on ${entityRef}`,
      );
    }
  }

  /** @throws NotAllowedError naming the permission */
  async requireAdmin(credentials: BackstageCredentials): Promise<void> {
    if (!(await this.isAdmin(credentials))) {
      throw new NotAllowedError(
        `You may not see this: what belongs to no catalog entity takes the permission ${locustAdminReadPermission.name}`,
      );
    }
  }

  /** @throws NotAllowedError naming the permission */
  async requireAdminUpdate(credentials: BackstageCredentials): Promise<void> {
    if (!(await this.isAdminUpdater(credentials))) {
      throw new NotAllowedError(
        `You may not do this: what concerns everybody takes the permission ${locustAdminUpdatePermission.name}`,
      );
    }
  }

  /**
   * What of these entities the caller may see. `candidates` is only asked for where the decision is conditional.
   *
   * @throws NotAllowedError where the caller may see nothing at all, so that "no runs" never stands for "forbidden"
   */
  async visible(
    credentials: BackstageCredentials,
    permission: LocustEntityPermission,
    candidates: () => Promise<readonly string[]>,
  ): Promise<Visibility> {
    const [decision] = await this.permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    if (decision.result === AuthorizeResult.DENY) {
      throw new NotAllowedError(
        `You may not see load tests: it takes the permission ${permission.name}`,
      );
    }
    if (
      decision.result === AuthorizeResult.ALLOW &&
      (await this.isAdmin(credentials))
    ) {
      return { kind: 'all' };
    }
    const refs = await candidates();
    if (decision.result === AuthorizeResult.ALLOW) {
      return { kind: 'entities', entityRefs: refs };
    }
    const allowed = await this.allowedEntities(credentials, permission, refs);
    return {
      kind: 'entities',
      entityRefs: refs.filter(ref => allowed.has(ref)),
    };
  }

  /**
   * Of these entities, to whose load tests the caller may do this; undefined stands for what belongs to no entity. For
   * lists that show what can be done: whoever does it is asked again.
   */
  async allowed(
    credentials: BackstageCredentials,
    permission: LocustEntityPermission,
    entityRefs: readonly (string | undefined)[],
  ): Promise<ReadonlySet<string | undefined>> {
    const refs = new Set(entityRefs);
    const withoutEntity = refs.delete(undefined);
    const [allowed, admin] = await Promise.all([
      this.allowedEntities(credentials, permission, [...refs] as string[]),
      withoutEntity && this.isAdmin(credentials),
    ]);
    return admin ? new Set([undefined, ...allowed]) : allowed;
  }

  async isAdmin(credentials: BackstageCredentials): Promise<boolean> {
    return this.has(credentials, locustAdminReadPermission);
  }

  async isAdminUpdater(credentials: BackstageCredentials): Promise<boolean> {
    return this.has(credentials, locustAdminUpdatePermission);
  }

  private async has(
    credentials: BackstageCredentials,
    permission: BasicPermission,
  ): Promise<boolean> {
    const [decision] = await this.permissions.authorize([{ permission }], {
      credentials,
    });
    return decision.result === AuthorizeResult.ALLOW;
  }

  private async allowedEntities(
    credentials: BackstageCredentials,
    permission: LocustEntityPermission,
    refs: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const allowed = new Set<string>();
    for (let start = 0; start < refs.length; start += BATCH) {
      const batch = refs.slice(start, start + BATCH);
      const decisions = await this.permissions.authorize(
        batch.map(resourceRef => ({ permission, resourceRef })),
        { credentials },
      );
      batch
        .filter((_, index) => decisions[index].result === AuthorizeResult.ALLOW)
        .forEach(ref => allowed.add(ref));
    }
    return allowed;
  }
}
