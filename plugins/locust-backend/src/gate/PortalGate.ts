import type { Reason } from 'backstage-plugin-locust-common';
import type { FreezeBook } from '../freezes/FreezeBook';
import {
  skippedForFreeze,
  stoppedByFreeze,
  waitsForFreeze,
} from '../freezes/freezeReason';
import type { AdmittedRuns } from '../history/AdmittedRuns';
import { errorMessage } from '../kube/KubeApiError';
import type { LocustObject } from '../operator/LocustObject';
import type { StartGate } from '../operator/StartGate';
import type { GuardedPlace } from '../policy/GuardrailBook';
import type { OwnerQuota } from '../runs/OwnerQuota';
import { quotaReason, quotaUnknown } from './quotaReason';

export interface PortalGateOptions {
  readonly freezes: Pick<FreezeBook, 'at' | 'stopOf'>;
  readonly admitted: Pick<AdmittedRuns, 'admit'>;
  /** What an owner may start over all clusters. */
  readonly quotaOf: (owner: string) => OwnerQuota;
  readonly placeOf: (locust: LocustObject) => GuardedPlace;
  readonly now: () => Date;
}

/** Holds runs of a cluster against what the portal knows: freezes, and what their owners start everywhere. */
export class PortalGate implements StartGate {
  constructor(private readonly options: PortalGateOptions) {}

  frozen(
    locust: LocustObject,
  ): { readonly waits: Reason; readonly skipped: Reason } | undefined {
    const { freezes, placeOf } = this.options;
    const freeze = freezes.at(placeOf(locust));
    return (
      freeze && {
        waits: waitsForFreeze(freeze),
        skipped: skippedForFreeze(freeze),
      }
    );
  }

  halted(locust: LocustObject): Reason | undefined {
    const { freezes, placeOf } = this.options;
    const freeze = freezes.stopOf(placeOf(locust));
    return freeze && stoppedByFreeze(freeze);
  }

  async count(
    runId: string,
    locust: LocustObject,
  ): Promise<Reason | undefined> {
    const { admitted, quotaOf, placeOf, now } = this.options;
    const place = placeOf(locust);
    // Namespaces of the same name in two clusters need not be of the same people.
    const owner =
      place.owner ?? `namespace ${place.namespace} of ${place.cluster}`;
    const quota = quotaOf(owner);
    if (Object.keys(quota).length === 0) {
      return undefined;
    }
    try {
      const full = await admitted.admit(runId, owner, quota, now());
      return full && quotaReason(full, owner, quota);
    } catch (error) {
      return quotaUnknown(owner, errorMessage(error));
    }
  }
}
