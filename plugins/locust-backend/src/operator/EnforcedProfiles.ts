import type { Clock } from '../kube/Clock';
import { isFailure } from '../kube/KubeApiError';
import type { KubeClient } from '../kube/client/KubeClient';
import { NAMESPACES } from '../kube/ResourceTypes';
import { podRestriction } from './children/podRestriction';
import type { EngineConfig } from './EngineConfig';
import type { LocustObject } from './LocustObject';

/** By which a namespace says what it refuses. */
const ENFORCE = 'pod-security.kubernetes.io/enforce';

const BELIEVED_MS = 5 * 60_000;
/** A right that is missing may be given at any time. */
const UNKNOWN_BELIEVED_MS = 30_000;

interface Read {
  readonly enforces: Promise<boolean>;
  believedUntil: number;
}

/** Knows which namespaces enforce the Pod Security Standard "restricted", where pods that are not restricted never come. */
export class EnforcedProfiles {
  private readonly reads = new Map<string, Read>();

  constructor(
    private readonly options: {
      readonly client: Pick<KubeClient, 'get'>;
      readonly config: EngineConfig;
      readonly clock: Clock;
    },
  ) {}

  /** The configuration as it counts for the pods of a resource. Reads nothing where they are restricted anyway. */
  async configFor(locust: LocustObject): Promise<EngineConfig> {
    const { config } = this.options;
    return !podRestriction(locust, 'master', config.pods) &&
      (await this.enforces(locust.metadata.namespace))
      ? { ...config, pods: { ...config.pods, restricted: 'all' } }
      : config;
  }

  private enforces(namespace: string): Promise<boolean> {
    const now = this.options.clock.monotonic();
    const known = this.reads.get(namespace);
    if (known && now < known.believedUntil) {
      return known.enforces;
    }
    const read: Read = {
      enforces: this.read(namespace).then(
        labels => {
          if (labels === undefined) {
            read.believedUntil = now + UNKNOWN_BELIEVED_MS;
          }
          return labels?.[ENFORCE] === 'restricted';
        },
        error => {
          this.reads.delete(namespace);
          throw error;
        },
      ),
      believedUntil: now + BELIEVED_MS,
    };
    this.reads.set(namespace, read);
    return read.enforces;
  }

  /** Undefined: we may not look, and the cluster itself will say what it refuses. */
  private async read(
    namespace: string,
  ): Promise<Readonly<Record<string, string>> | undefined> {
    try {
      const { metadata } = await this.options.client.get(NAMESPACES, {
        name: namespace,
      });
      return metadata.labels ?? {};
    } catch (error) {
      if (isFailure(error, 'forbidden', 'notFound')) {
        return undefined;
      }
      throw error;
    }
  }
}
