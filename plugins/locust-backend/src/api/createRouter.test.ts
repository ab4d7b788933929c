import type { Router } from 'express';
import { spec } from '../schema/openapi/generated';
import { createRouter } from './createRouter';
import type { RouterParts } from './RouterParts';

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

const described = () =>
  Object.entries(spec.paths).flatMap(([path, operations]) =>
    Object.keys(operations)
      .filter(it => METHODS.includes(it))
      .map(method => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
  );

/** As Express keeps them. */
const routesOf = (router: Router) =>
  router.stack.flatMap(({ route }) =>
    route
      ? route.stack.map(
          ({ method }: { method: string }) => `${method} ${route.path}`,
        )
      : [],
  );

describe('createRouter', () => {
  it('has a route for each operation that the document describes, and no other', async () => {
    // Nothing is asked of the parts until a request comes.
    const router = await createRouter({} as RouterParts);
    expect(routesOf(router).sort()).toEqual(
      // Where the document itself is to be had.
      [...described(), 'get /openapi.json'].sort(),
    );
  });

  it('says of each operation what it does and what a refusal looks like', () => {
    for (const operations of Object.values(spec.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        if (METHODS.includes(method)) {
          expect(operation).toMatchObject({
            operationId: expect.any(String),
            description: expect.stringMatching(/\S/),
            responses: {
              default: { $ref: '#/components/responses/ErrorResponse' },
            },
          });
        }
      }
    }
  });
});
