import type { Router } from 'express';
import { spec } from '../schema/openapi/generated';
import { createRouter } from './createRouter';
import type { RouterParts } from './RouterParts';

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

const OPERATIONS = Object.entries(spec.paths).flatMap(([path, operations]) =>
  Object.entries(operations)
    .filter(([method]) => METHODS.includes(method))
    .map(([method, operation]) => ({
      route: `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
      operation,
    })),
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
    const router = await createRouter({ store: {} } as RouterParts);
    expect(routesOf(router).sort()).toEqual(
      // Where the document itself is to be had.
      [...OPERATIONS.map(it => it.route), 'get /openapi.json'].sort(),
    );
  });

  it.each(OPERATIONS)(
    '$route: the document names it and says what a refusal looks like',
    ({ operation }) => {
      expect(operation).toMatchObject({
        operationId: expect.any(String),
        responses: {
          default: { $ref: '#/components/responses/ErrorResponse' },
        },
      });
    },
  );
});
