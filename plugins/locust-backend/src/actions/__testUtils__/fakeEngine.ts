import {
  LOCUST_API_VERSION,
  LOCUST_KIND,
} from 'backstage-plugin-locust-common';
import { KubeApiError } from '../../kube/KubeApiError';
import type { KubeObject } from '../../kube/KubeObject';
import type { ClusterEngine } from '../../operator/ClusterEngine';
import { ENGINE_DEFAULTS } from '../../operator/EngineConfig';
import {
  decodeLocust,
  type LocustObject,
  type RawLocust,
} from '../../operator/LocustObject';
import { cronJobName, jobName } from '../../operator/names';
import { decodeJob } from '../../operator/observed/JobObject';
import { runStart } from '../../operator/runStart';

/** A cluster in which objects can be made and looked at, and nothing runs. */
export class FakeEngine {
  /** By plural and name. */
  readonly objects = new Map<string, KubeObject>();
  /** What was patched. */
  readonly patches: { readonly object: string; readonly patch: unknown }[] = [];
  #locusts: LocustObject[] = [];

  /** As it was at first. */
  clear(): void {
    this.objects.clear();
    this.patches.length = 0;
    this.#locusts = [];
  }

  /** A test that is on a schedule, with its CronJob. */
  schedule(name: string, spec: object = {}): LocustObject {
    const locust = decodeLocust({
      apiVersion: LOCUST_API_VERSION,
      kind: LOCUST_KIND,
      metadata: this.#metadata({ name, namespace: 'load' }),
      spec: { schedule: '0 3 * * *', ...spec },
    });
    this.#locusts.push(locust);
    this.objects.set(`cronjobs/${cronJobName(name)}`, {
      metadata: {
        ...this.#metadata({ name: cronJobName(name), namespace: 'load' }),
        ownerReferences: [{ uid: locust.metadata.uid }],
      },
      spec: { jobTemplate: { spec: {} } },
    } as never);
    return locust;
  }

  get engine(): ClusterEngine {
    const identity = { name: 'local', uid: 'cluster-uid' };
    const config = ENGINE_DEFAULTS;
    return {
      name: 'local',
      config,
      locusts: () => this.#locusts,
      locustByUid: (uid: string) =>
        this.#locusts.find(it => it.metadata.uid === uid),
      health: () => ({
        ...{ cluster: 'local', state: 'healthy', message: 'It is well.' },
        ...{ queueDepth: 0, resources: [] },
      }),
      decode: (raw: RawLocust) => decodeLocust(raw),
      runOf: (locust: LocustObject, entityRef?: string) =>
        runStart(locust, {
          ...{ cluster: identity, config, entityRef, scheduled: false },
          jobName: jobName(locust.metadata.name),
        }),
      runOfJob: (locust: LocustObject, job: unknown, entityRef?: string) =>
        runStart(locust, {
          ...{ cluster: identity, config, entityRef, scheduled: true },
          job: decodeJob(job),
          jobName: decodeJob(job).metadata.name,
        }),
      client: {
        create: async (type: { plural: string }, manifest: KubeObject) => {
          const key = `${type.plural}/${manifest.metadata.name}`;
          if (this.objects.has(key)) {
            throw refusal('alreadyExists');
          }
          const made = {
            ...manifest,
            metadata: this.#metadata(manifest.metadata),
          };
          this.objects.set(key, made);
          return made;
        },
        get: async (type: { plural: string }, ref: { name: string }) => {
          const found = this.objects.get(`${type.plural}/${ref.name}`);
          if (!found) {
            throw refusal('notFound');
          }
          return found;
        },
        mergePatch: async (
          type: { plural: string },
          ref: { name: string },
          patch: unknown,
        ) => {
          this.patches.push({ object: `${type.plural}/${ref.name}`, patch });
        },
      },
    } as unknown as ClusterEngine;
  }

  #metadata<T extends object>(metadata: T) {
    return {
      ...metadata,
      uid: `00000000-0000-4000-8000-${String(
        this.objects.size + this.#locusts.length,
      ).padStart(12, '0')}`,
      generation: 1,
      resourceVersion: '1',
      creationTimestamp: '2026-01-31T10:00:00Z',
    };
  }
}

function refusal(failure: 'alreadyExists' | 'notFound'): KubeApiError {
  return new KubeApiError({
    failure,
    intent: { verb: 'get', resource: 'locusts' },
    explanation: failure,
  });
}
