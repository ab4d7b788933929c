import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient, WatchedChange } from './ApiClient';
import type { KubeJson, ResourceName } from './KubeJson';

/** What the driver looks at; the same that the engine watches, and what it makes beside. */
export const MIRRORED = [
  'locusts',
  'jobs',
  'cronjobs',
  'services',
  'replicasets',
  'pods',
  'configmaps',
] as const satisfies readonly ResourceName[];

export type MirroredResource = (typeof MIRRORED)[number];

type Listener = () => void;

/**
 * The cluster as it is, by watches of the driver's own straight at the API server: the truth that the engine's view
 * is judged by. One for all plans.
 */
export class ClusterMirror {
  private readonly objects = new Map<string, Map<string, KubeJson>>();
  private readonly seenJobs = new Map<string, Map<string, KubeJson>>();
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly stopping = new AbortController();
  private readonly watchers = new Set<
    (resource: MirroredResource, change: WatchedChange) => void
  >();

  constructor(private readonly api: ApiClient) {}

  async start(): Promise<void> {
    await Promise.all(
      MIRRORED.map(async resource => {
        const from = await this.relist(resource);
        void this.follow(resource, from);
      }),
    );
  }

  stop(): void {
    this.stopping.abort();
  }

  /** Told of every change, whatever its namespace. */
  onEveryChange(
    watcher: (resource: MirroredResource, change: WatchedChange) => void,
  ): void {
    this.watchers.add(watcher);
  }

  /** Told, without saying what, of every change in a namespace. Call what it gives to end that. */
  onChange(namespace: string, listener: Listener): () => void {
    const listeners = this.listeners.get(namespace) ?? new Set();
    this.listeners.set(namespace, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  list(resource: MirroredResource, namespace: string): readonly KubeJson[] {
    return [...(this.objects.get(`${resource} ${namespace}`)?.values() ?? [])];
  }

  get(
    resource: MirroredResource,
    namespace: string,
    name: string,
  ): KubeJson | undefined {
    return this.objects.get(`${resource} ${namespace}`)?.get(name);
  }

  /** Every Job that ever was in a namespace, by UID. */
  jobsEverSeen(namespace: string): readonly KubeJson[] {
    return [...(this.seenJobs.get(namespace)?.values() ?? [])];
  }

  /** Lets go of what is held of a namespace that nobody asks about any more. */
  forget(namespace: string): void {
    this.seenJobs.delete(namespace);
    this.listeners.delete(namespace);
  }

  private async follow(resource: MirroredResource, from: string) {
    const { signal } = this.stopping;
    const position = { at: from };
    while (!signal.aborted) {
      try {
        await this.followOnce(resource, position);
      } catch {
        if (!signal.aborted) {
          // A removed resource definition, a restarted server: what there is now is what counts.
          await sleep(100);
          position.at = await this.relist(resource).catch(() => '0');
        }
      }
    }
  }

  private followOnce(resource: MirroredResource, position: { at: string }) {
    return this.api.watch(
      resource,
      position.at,
      change => {
        if (change.type === 'ERROR') {
          throw new Error('the watch has to begin anew');
        }
        position.at = change.object.metadata.resourceVersion;
        this.take(resource, change);
      },
      this.stopping.signal,
    );
  }

  private async relist(resource: MirroredResource): Promise<string> {
    const { items, resourceVersion } = await this.api.list(resource);
    const there = new Set(items.map(it => it.metadata.uid));
    for (const [key, objects] of this.objects) {
      if (key.startsWith(`${resource} `)) {
        for (const object of objects.values()) {
          if (!there.has(object.metadata.uid)) {
            this.take(resource, { type: 'DELETED', object });
          }
        }
      }
    }
    items.forEach(object => this.take(resource, { type: 'ADDED', object }));
    return resourceVersion;
  }

  private take(resource: MirroredResource, change: WatchedChange): void {
    if (change.type === 'BOOKMARK') {
      return;
    }
    const { object } = change;
    const { namespace = '', name, uid } = object.metadata;
    const key = `${resource} ${namespace}`;
    const objects = this.objects.get(key) ?? new Map<string, KubeJson>();
    this.objects.set(key, objects);
    if (change.type === 'DELETED') {
      if (objects.get(name)?.metadata.uid === uid) {
        objects.delete(name);
      }
    } else {
      objects.set(name, object);
    }
    if (resource === 'jobs') {
      const seen = this.seenJobs.get(namespace) ?? new Map<string, KubeJson>();
      this.seenJobs.set(namespace, seen.set(uid, object));
    }
    this.watchers.forEach(tell => tell(resource, change));
    this.listeners.get(namespace)?.forEach(tell => tell());
  }
}
