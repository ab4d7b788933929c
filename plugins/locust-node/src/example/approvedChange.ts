import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { locustPolicyExtensionPoint, type LocustPolicyRule } from '..';

/** Load on production takes a change that is approved for this hour. */
export function approvedChange(
  changesUrl: string,
  fetchChanges: typeof fetch = fetch,
): LocustPolicyRule {
  return {
    name: 'approved-change',
    async check({ subject, spec, place }, { signal }) {
      const host = URL.canParse(spec.host ?? '')
        ? new URL(spec.host!).hostname
        : '';
      // Of a schedule each run is asked about when it is due.
      if (subject === 'schedule' || !host.endsWith('.prod.example.com')) {
        return [];
      }
      const about = encodeURIComponent(place.entityRef ?? place.namespace);
      const response = await fetchChanges(`${changesUrl}/${about}/approved`, {
        signal,
      });
      if (!response.ok) {
        // The run then waits, and the rule is asked again.
        throw new Error(`The calendar answered ${response.status}`);
      }
      const approved: readonly unknown[] = await response.json();
      return approved.length > 0
        ? []
        : [
            {
              field: 'spec.host',
              message: `Load on ${host} takes an approved change, and there is none now; register one, or test a host of staging.`,
            },
          ];
    },
  };
}

export default createBackendModule({
  pluginId: 'locust',
  moduleId: 'approved-change',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        policy: locustPolicyExtensionPoint,
      },
      async init({ config, policy }) {
        policy.addRule(approvedChange(config.getString('changes.url')));
      },
    });
  },
});
