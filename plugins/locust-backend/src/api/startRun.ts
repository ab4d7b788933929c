import {
  locustRunCreatePermission,
  type Run,
  type TestDefinition,
} from 'backstage-plugin-locust-common';
import { audited } from './audited';
import type { Demand } from './Demand';
import type { RouterParts } from './RouterParts';

/** Starts a one-off run, if the caller may. */
export async function startRun(
  { authorizer, auditor, commands, context }: RouterParts,
  demand: Demand,
  definition: TestDefinition,
): Promise<Run> {
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
    async () =>
      commands.start(definition, await context.command(demand, definition)),
  );
}
