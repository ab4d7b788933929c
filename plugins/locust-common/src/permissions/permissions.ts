import { createPermission } from '@backstage/plugin-permission-common';

/** The catalog's resource type: load tests are guarded by the entity they belong to, so that a policy can say "owners only". */
const CATALOG_ENTITY = 'catalog-entity';

/** Reading runs, their logs, figures and live updates. @public */
export const locustRunReadPermission = createPermission({
  name: 'locust.run.read',
  attributes: { action: 'read' },
  resourceType: CATALOG_ENTITY,
});

/** Starting a run. @public */
export const locustRunCreatePermission = createPermission({
  name: 'locust.run.create',
  attributes: { action: 'create' },
  resourceType: CATALOG_ENTITY,
});

/** Stopping a run. @public */
export const locustRunStopPermission = createPermission({
  name: 'locust.run.stop',
  attributes: { action: 'update' },
  resourceType: CATALOG_ENTITY,
});

/** Deleting a run's record. @public */
export const locustRunDeletePermission = createPermission({
  name: 'locust.run.delete',
  attributes: { action: 'delete' },
  resourceType: CATALOG_ENTITY,
});

/** Reading scheduled tests. @public */
export const locustTestReadPermission = createPermission({
  name: 'locust.test.read',
  attributes: { action: 'read' },
  resourceType: CATALOG_ENTITY,
});

/** Putting a test on a schedule. @public */
export const locustTestCreatePermission = createPermission({
  name: 'locust.test.create',
  attributes: { action: 'create' },
  resourceType: CATALOG_ENTITY,
});

/** Changing, pausing and resuming a scheduled test. @public */
export const locustTestUpdatePermission = createPermission({
  name: 'locust.test.update',
  attributes: { action: 'update' },
  resourceType: CATALOG_ENTITY,
});

/** Deleting a scheduled test. @public */
export const locustTestDeletePermission = createPermission({
  name: 'locust.test.delete',
  attributes: { action: 'delete' },
  resourceType: CATALOG_ENTITY,
});

/** Seeing what belongs to no entity, and the engine's health. @public */
export const locustAdminReadPermission = createPermission({
  name: 'locust.admin.read',
  attributes: { action: 'read' },
});

/** Freezing times in which nothing starts, the emergency stop, and lifting them. @public */
export const locustAdminUpdatePermission = createPermission({
  name: 'locust.admin.update',
  attributes: { action: 'update' },
});

/** Permissions that are about a catalog entity. @public */
export type LocustEntityPermission =
  | typeof locustRunReadPermission
  | typeof locustRunCreatePermission
  | typeof locustRunStopPermission
  | typeof locustRunDeletePermission
  | typeof locustTestReadPermission
  | typeof locustTestCreatePermission
  | typeof locustTestUpdatePermission
  | typeof locustTestDeletePermission;

/** Every permission of the plugin. @public */
export const locustPermissions = [
  locustRunReadPermission,
  locustRunCreatePermission,
  locustRunStopPermission,
  locustRunDeletePermission,
  locustTestReadPermission,
  locustTestCreatePermission,
  locustTestUpdatePermission,
  locustTestDeletePermission,
  locustAdminReadPermission,
  locustAdminUpdatePermission,
];
