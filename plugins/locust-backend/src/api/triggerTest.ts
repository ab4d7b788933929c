import {
  locustRunCreatePermission,
  type Run,
} from 'backstage-plugin-locust-common';
import { audited } from './audited';
import type { Demand } from './Demand';
import { findTest } from './findTest';
import type { RouterParts } from './RouterParts';

/** Starts a run of a scheduled test beside its schedule, if the caller may. */
export async function triggerTest(
  parts: RouterParts,
  demand: Demand,
  testId: string,
): Promise<Run> {
  const { auditor, commands, context, entityRefOf, guardrails, placeOf } =
    parts;
  const { cluster, locust } = await findTest(
    parts,
    demand.credentials,
    testId,
    locustRunCreatePermission,
  );
  return audited(
    auditor,
    demand,
    'test-trigger',
    { test: locust.metadata.name, cluster },
    () =>
      commands.trigger(cluster, locust, {
        entityRef: entityRefOf(cluster, locust),
        owner: placeOf(cluster, locust).owner,
        guardrails: guardrails.of(placeOf(cluster, locust)),
        ...context.signature(demand),
      }),
  );
}
