import { CONFIG_MAPS } from '../kube/ResourceTypes';
import { reporterConfigMap } from './children/reporterConfigMap';
import type { ChildWriter } from './ChildWriter';
import type { EngineConfig } from './EngineConfig';
import type { LocustObject } from './LocustObject';

/** A reporter's ConfigMap is believed to be there for so long. */
const BELIEVED_MS = 5 * 60_000;

/** Puts the reporter where masters can mount it: one ConfigMap per namespace, shared by all runs. */
export class ReporterInstaller {
  /** Namespaces that have the reporter, and since when that is believed. */
  private readonly installed = new Map<string, number>();

  constructor(
    private readonly options: {
      readonly children: ChildWriter;
      readonly config: EngineConfig;
    },
  ) {}

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
    }
  }
}
