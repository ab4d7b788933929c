import {
  locustTestCreatePermission,
  type Test,
  type TestDefinition,
} from 'backstage-plugin-locust-common';
import { audited } from './audited';
import type { Demand } from './Demand';
import type { RouterParts } from './RouterParts';

/** Puts a test on a schedule, if the caller may. */
export async function createTest(
  { authorizer, auditor, commands, context, signals }: RouterParts,
  demand: Demand,
  definition: TestDefinition,
): Promise<Test> {
  const entityRef = definition.entityRef?.toLocaleLowerCase('en-US');
  await authorizer.require(
    demand.credentials,
    locustTestCreatePermission,
    entityRef,
  );
  const test = await audited(
    auditor,
    demand,
    'test-create',
    { test: definition.name, entityRef: entityRef ?? null },
    async () =>
      commands.schedule(definition, await context.command(demand, definition)),
  );
  signals.changed(entityRef);
  return test;
}
