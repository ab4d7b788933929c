import {
  locustRunCreatePermission,
  type Run,
  type TestDefinition,
} from 'backstage-plugin-locust-common';
import { audited } from './audited';
import type { Demand } from './Demand';
import type { RouterParts } from './RouterParts';
import { settledDefinition } from './settledDefinition';

/** Starts a one-off run, if the caller may. */
export async function startRun(
  parts: RouterParts,
  demand: Demand,
  definition: TestDefinition,
): Promise<Run> {
  const { authorizer, auditor, commands } = parts;
  const entityRef = definition.entityRef?.toLocaleLowerCase('en-US');
  await authorizer.require(
    demand.credentials,
    locustRunCreatePermission,
    entityRef,
  );
  return audited(
    auditor,
    demand,
    'run-create',
    { test: definition.name, entityRef: entityRef ?? null },
    async () => {
      const settled = await settledDefinition(parts, demand, definition);
      return commands.start(settled.definition, settled.target);
    },
  );
}
