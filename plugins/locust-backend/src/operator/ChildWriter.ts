import type { Reason } from 'backstage-plugin-locust-common';
import type { Expectations } from '../kube/controller/Expectations';
import { isFailure } from '../kube/KubeApiError';
import type { KubeClient } from '../kube/client/KubeClient';
import type { KubeObject, ObjectMeta, ResourceType } from '../kube/KubeObject';
import type { Store } from '../kube/cache/Store';
import { MANAGED_BY } from './children/childMetadata';
import { isOwnedBy } from './observed/decodeMetadata';
import { objectRefusal } from './refusalReason';
import { LABELS } from 'backstage-plugin-locust-common';

/**
 * What came of making a child.
 *
 * - `there`: it exists and is ours, made now or before.
 * - `blocked`: it does not, for a reason that may pass; look again later.
 */
export type Ensured =
  | {
      readonly kind: 'there';
      readonly object: KubeObject;
      readonly made: boolean;
    }
  | { readonly kind: 'blocked'; readonly reason: Reason };

/** What is to be made. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly object[];
  };
}

/**
 * Writes children of one cluster. Deterministic names are the lock: a create goes first and AlreadyExists tells; what
 * has our name but another owner is never touched.
 */
export class ChildWriter {
  constructor(
    private readonly client: KubeClient,
    private readonly expectations: Expectations,
  ) {}

  /**
   * @param key - the queue key that waits until its store shows the write
   * @param ownerUid - what the child must be owned by to count as ours; undefined for shared ones, that are ours by label
   */
  async create<T extends KubeObject>(
    key: string,
    type: ResourceType,
    store: Store<T> | undefined,
    manifest: Manifest,
    ownerUid: string | undefined,
    signal: AbortSignal,
  ): Promise<Ensured> {
    try {
      const object = await this.client.create<KubeObject>(type, manifest, {
        signal,
      });
      if (store) {
        this.expectations.written(key, store, object);
      }
      return { kind: 'there', object, made: true };
    } catch (error) {
      if (isFailure(error, 'alreadyExists')) {
        return this.judgeExisting(key, type, store, manifest, ownerUid, signal);
      }
      // A quota, an admission rule, a missing right.
      if (isFailure(error, 'forbidden', 'invalid')) {
        return {
          kind: 'blocked',
          reason: objectRefusal(error),
        };
      }
      throw error;
    }
  }

  /** Resolves also where it is gone already, or its name belongs to another object by now. */
  async remove<T extends KubeObject>(
    key: string,
    type: ResourceType,
    store: Store<T>,
    object: T,
    signal: AbortSignal,
  ): Promise<void> {
    const { namespace, name, uid, deletionTimestamp } = object.metadata;
    if (deletionTimestamp) {
      return;
    }
    try {
      await this.client.delete(
        type,
        { namespace, name },
        { propagationPolicy: 'Background', uid, signal },
      );
      this.expectations.deleted(key, store, object);
    } catch (error) {
      if (!isFailure(error, 'notFound', 'conflict')) {
        throw error;
      }
    }
  }

  /** Patches one of our own objects, if it is still the same one. */
  async patch<T extends KubeObject>(
    key: string,
    type: ResourceType,
    store: Store<T>,
    object: { readonly metadata: ObjectMeta },
    patch: unknown,
    signal: AbortSignal,
  ): Promise<void> {
    const { namespace, name, uid } = object.metadata;
    try {
      const written = await this.client.mergePatch<KubeObject>(
        type,
        { namespace, name },
        patch,
        { uid, signal },
      );
      this.expectations.written(key, store, written);
    } catch (error) {
      // Gone meanwhile: the store will show it.
      if (!isFailure(error, 'notFound')) {
        throw error;
      }
    }
  }

  private async judgeExisting<T extends KubeObject>(
    key: string,
    type: ResourceType,
    store: Store<T> | undefined,
    manifest: Manifest,
    ownerUid: string | undefined,
    signal: AbortSignal,
  ): Promise<Ensured> {
    const { namespace, name } = manifest.metadata;
    const existing = await this.client.get<KubeObject>(
      type,
      { namespace, name },
      { signal },
    );
    const labelled =
      existing.metadata.labels?.[LABELS.managedBy] === MANAGED_BY;
    const ours =
      ownerUid === undefined ? labelled : isOwnedBy(existing, ownerUid);
    if (ours && !existing.metadata.deletionTimestamp) {
      const object =
        store && manifest.metadata.labels
          ? await this.labelled(
              type,
              existing,
              manifest.metadata.labels,
              signal,
            )
          : existing;
      if (store) {
        this.expectations.written(key, store, object);
      }
      return { kind: 'there', object, made: false };
    }
    // Of a resource of the same name before this one: Kubernetes' garbage collector is about to remove it.
    const predecessor =
      ours || (labelled && sharesOwnerName(existing, manifest));
    return {
      kind: 'blocked',
      reason: predecessor
        ? {
            code: 'PredecessorRemains',
            message: `Waiting until the ${manifest.kind} "${name}" of the one before is gone.`,
          }
        : {
            code: 'Conflict',
            message: `There is a ${manifest.kind} "${name}" already that does not belong to this resource; it is left alone. Remove it, or give this resource another name.`,
          },
    };
  }

  /**
   * Watches select by label: a child of ours whose label somebody has taken off could not be seen, and would never be
   * removed.
   */
  async labelled(
    type: ResourceType,
    existing: KubeObject,
    labels: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<KubeObject> {
    const { namespace, name, uid } = existing.metadata;
    return existing.metadata.labels?.[LABELS.locust] === labels[LABELS.locust]
      ? existing
      : this.client.mergePatch<KubeObject>(
          type,
          { namespace, name },
          { metadata: { labels } },
          { uid, signal },
        );
  }
}

function sharesOwnerName(existing: KubeObject, manifest: Manifest): boolean {
  const owners = (manifest.metadata.ownerReferences ?? []) as readonly {
    readonly kind: string;
    readonly name: string;
  }[];
  return owners.some(wanted =>
    existing.metadata.ownerReferences?.some(
      it => it.kind === wanted.kind && it.name === wanted.name,
    ),
  );
}
