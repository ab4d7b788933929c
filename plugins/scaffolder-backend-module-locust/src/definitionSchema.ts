import type { z } from 'zod/v3';

type Zod = typeof z;

/** The inputs that both actions have for a test that they define. */
export const definitionSchema = {
  entityRef: (zod: Zod) =>
    zod
      .string({
        description:
          'The catalog entity whose load test it is, such as component:default/shop. Without one it takes the right to what belongs to no entity',
      })
      .optional(),
  cluster: (zod: Zod) =>
    zod
      .string({
        description:
          "The cluster it runs in; the entity's own where it is left out",
      })
      .optional(),
  namespace: (zod: Zod) =>
    zod
      .string({
        description:
          "The namespace it runs in; the entity's own where it is left out",
      })
      .optional(),
  entityDefaults: (zod: Zod) =>
    zod
      .boolean({
        description:
          "Take host and locustfile from the entity's annotations, as the portal's form does, where spec does not say them. The locustfile is read from the entity's repository as it is now",
      })
      .optional(),
} as const;
