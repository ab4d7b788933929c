import type { normalizeLocustSpec } from './normalizeLocustSpec';

/** What to run; the definition of the resource describes each field. @public */
export type LocustSpec = ReturnType<typeof normalizeLocustSpec>;

/** @public */
export type ConcurrencyPolicy = NonNullable<LocustSpec['concurrencyPolicy']>;

/** @public */
export type LocustMount = NonNullable<LocustSpec['mountExternalConfig']>;

/** @public */
export type LocustMountSource = NonNullable<LocustSpec['mounts']>[number];

/** @public */
export type LocustEnvVariable = NonNullable<LocustSpec['env']>[number];

/** @public */
export type LocustEnvSource = NonNullable<LocustSpec['envFrom']>[number];

/** What concerns the pods of one role. @public */
export type LocustRole = NonNullable<LocustSpec['master']>;
