import { LABELS } from 'backstage-plugin-locust-common';
import type { ReporterFiles } from '../EngineConfig';
import { MANAGED_BY } from './childMetadata';

/** The reporter, one per namespace and version, shared by all runs there and therefore owned by none. */
export function reporterConfigMap(namespace: string, reporter: ReporterFiles) {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: reporter.configMapName,
      namespace,
      labels: {
        [LABELS.name]: 'locust',
        [LABELS.component]: 'reporter',
        [LABELS.managedBy]: MANAGED_BY,
      },
    },
    immutable: true,
    data: reporter.files,
  };
}
