import { LOCUST_SPEC_DEFAULTS } from 'backstage-plugin-locust-common';
import type { LocustObject } from '../LocustObject';
import { locustfileHolder } from './locustfileHolder';

/** The ConfigMap that holds an inline locustfile; undefined where the resource has none. */
export function inlineLocustfile(locust: LocustObject) {
  const source = locust.spec.locustfile;
  if (!source || !('inline' in source)) {
    return undefined;
  }
  return locustfileHolder(locust, source, {
    data: { [LOCUST_SPEC_DEFAULTS.locustfileKey]: source.inline },
  });
}
