import {
  locustTestCreatePermission,
  type Test,
  type TestDefinition,
} from 'backstage-plugin-locust-common';
import { audited } from './audited';
import type { Demand } from './Demand';
import type { RouterParts } from './RouterParts';
import { settledDefinition } from './settledDefinition';

/** Puts a test on a schedule, if the caller may. */
export async function createTest(
  parts: RouterParts,
  demand: Demand,
  definition: TestDefinition,
): Promise<Test> {
  const { authorizer, auditor, commands, signals } = parts;
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
    async () => {
      const settled = await settledDefinition(parts, demand, definition);
      return commands.schedule(settled.definition, settled.target);
    },
  );
  signals.changed(entityRef);
  return test;
}
