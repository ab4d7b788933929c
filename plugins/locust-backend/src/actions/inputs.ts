import type { z } from 'zod/v3';

/** The builder that the actions registry hands out. */
export type Zod = typeof z;

// Bounds as the OpenAPI document has them, for the same is done with what comes.

export const entityRefInput = (zod: Zod) =>
  zod
    .string()
    .regex(/^[^:/]+:[^:/]+\/[^:/]+$/)
    .max(500)
    .describe(
      'The full reference of a catalog entity, such as component:default/shop',
    );

export const runIdInput = (zod: Zod) =>
  zod
    .string()
    .regex(/^[a-z0-9]{26}$/)
    .describe('The id of a run: 26 lower case letters and digits');

export const idempotencyKeyInput = (zod: Zod) =>
  zod
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'The same key again gives what was made the first time, in place of another one',
    );

/** What defines a test, but for its name and spec. */
export const whereInputs = (zod: Zod) => ({
  entityRef: entityRefInput(zod)
    .optional()
    .describe(
      'The catalog entity whose load test it is, such as component:default/shop. Its annotations say where it runs',
    ),
  cluster: zod
    .string()
    .max(253)
    .optional()
    .describe("The cluster it runs in; the entity's own where it is left out"),
  namespace: zod
    .string()
    .max(63)
    .optional()
    .describe(
      "The namespace it runs in; the entity's own where it is left out",
    ),
  entityDefaults: zod
    .boolean()
    .optional()
    .describe(
      "Take the host and the locustfile that the entity's annotations name where spec does not say them, the file as it lies in the entity's repository now",
    ),
});

export const testNameInput = (zod: Zod) =>
  zod
    .string()
    .min(1)
    .max(63)
    .describe(
      'The name of the test, under which its runs are compared: lower case letters, digits and dashes',
    );

export const specInput = (zod: Zod) =>
  zod
    .record(zod.unknown())
    .describe(
      'The spec of a Locust resource. The usual fields: users, spawnRate (users per second), runTime such as "5m", workers, host, locustfile ({"inline": "Python"} or {"configMap": "name", "key": "locustfile.py"}), thresholds such as ["p95 < 400ms", "fail_ratio < 1%"]. What is wrong with it is said by field',
    );
