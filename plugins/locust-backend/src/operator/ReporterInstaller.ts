import { CONFIG_MAPS } from '../kube/ResourceTypes';
import { reporterConfigMap } from './children/reporterConfigMap';
import type { ChildWriter } from './ChildWriter';
import type { EngineConfig } from './EngineConfig';
import type { LocustObject } from './LocustObject';

/** A reporter's ConfigMap is believed to be there for so long. */
const BELIEVED_MS = 5 * 60_000;

/** So many namespaces are remembered that do not let the reporter in. */
const REMEMBERED = 100;

/** A namespace that does not let the reporter in. */
export interface ReporterRefusal {
  readonly namespace: string;
  /** Why, in a sentence. */
  readonly message: string;
}

/** Puts the reporter where masters can mount it: one ConfigMap per namespace, shared by all runs. */
export class ReporterInstaller {
  /** Namespaces that have the reporter, and since when that is believed. */
  private readonly installed = new Map<string, number>();
  private readonly refused = new Map<string, string>();

  constructor(
    private readonly options: {
      readonly children: ChildWriter;
      readonly config: EngineConfig;
    },
  ) {}

  /** Of the last time that it was tried. */
  get refusals(): readonly ReporterRefusal[] {
    return [...this.refused].map(([namespace, message]) => ({
      namespace,
      message,
    }));
  }

  /** Makes the reporter's ConfigMap, if there is to be one. A namespace that does not let us runs without. */
  async ensure(
    key: string,
    locust: LocustObject,
    signal: AbortSignal,
  ): Promise<void> {
    const { config, children } = this.options;
    const { namespace } = locust.metadata;
    const believed = this.installed.get(namespace) ?? -Infinity;
    if (
      !config.reporter ||
      locust.spec.reporter === false ||
      performance.now() - believed < BELIEVED_MS
    ) {
      return;
    }
    const ensured = await children.create(
      key,
      CONFIG_MAPS,
      undefined,
      reporterConfigMap(namespace, config.reporter),
      undefined,
      signal,
    );
    if (ensured.kind === 'there') {
      this.installed.set(namespace, performance.now());
      this.refused.delete(namespace);
    } else if (this.refused.size < REMEMBERED) {
      this.refused.set(namespace, ensured.reason.message);
    }
  }
}
