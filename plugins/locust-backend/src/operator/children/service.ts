import { LABELS } from 'backstage-plugin-locust-common';
import type { LocustObject } from '../LocustObject';
import { serviceName } from '../names';
import {
  childAnnotations,
  childLabels,
  ownedByJob,
  type OwningJob,
} from './childMetadata';
import { MASTER_PORT, WEB_PORT } from './masterJob';
import { masterSelector } from './podSelectors';

/**
 * The Service that a run's workers find their master by. It selects by the Job's UID, so that they cannot reach the
 * master of the run before or after.
 *
 * @param owner - what it is named after, as `runOwner` gives it
 */
export function service(locust: LocustObject, job: OwningJob, owner: string) {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: serviceName(owner),
      namespace: locust.metadata.namespace,
      labels: { ...childLabels(locust, 'master'), [LABELS.jobUid]: job.uid },
      annotations: childAnnotations(locust),
      ownerReferences: ownedByJob(job),
    },
    spec: {
      type: 'ClusterIP',
      selector: masterSelector(locust, job),
      ports: [
        {
          name: 'master',
          protocol: 'TCP',
          port: MASTER_PORT,
          targetPort: MASTER_PORT,
        },
        { name: 'web', protocol: 'TCP', port: WEB_PORT, targetPort: WEB_PORT },
      ],
    },
  };
}
