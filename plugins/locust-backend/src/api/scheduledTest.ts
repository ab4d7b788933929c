import { LABELS } from 'backstage-plugin-locust-common';
import type { LocustObject } from '../operator/LocustObject';

/** The name under which the runs of a resource are compared. */
export function testNameOf({ metadata }: LocustObject): string {
  return metadata.labels?.[LABELS.test] ?? metadata.name;
}

/** What is wrong with a resource that is invalid. */
export function problemOf({ status }: LocustObject): string | undefined {
  return status?.conditions?.find(
    condition => condition.type === 'Valid' && condition.status === 'False',
  )?.message;
}
