import { listTests } from '../api/listTests';
import type { ActionParts } from './ActionParts';
import { callerOf } from './callerOf';
import { entityRefInput } from './inputs';
import { testOutput, toldTest } from './toldTest';

/** `locust:list-tests` */
export function registerListTests(parts: ActionParts): void {
  parts.registry.register({
    name: 'list-tests',
    title: 'List scheduled load tests',
    description:
      'Lists the load tests on a schedule that you may read: when each is due, how its last runs came out, and which clusters could not be asked.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: zod =>
        zod.object({
          entityRef: entityRefInput(zod).optional(),
          cluster: zod.string().min(1).max(253).optional(),
          namespace: zod.string().min(1).max(63).optional(),
        }),
      output: zod =>
        zod.object({
          tests: zod.array(testOutput(zod)),
          unavailable: zod
            .array(zod.object({ cluster: zod.string(), message: zod.string() }))
            .describe('Clusters whose tests are missing here, and why'),
        }),
    },
    action: async ({ input, credentials }) => {
      const { items, unavailable } = await listTests(
        parts,
        callerOf(credentials),
        input,
      );
      return {
        output: {
          tests: items.map(toldTest),
          unavailable: unavailable.map(({ cluster, message }) => ({
            cluster,
            message,
          })),
        },
      };
    },
  });
}
