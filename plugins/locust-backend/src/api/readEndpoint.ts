import { InputError } from '@backstage/errors';
import type { Endpoint } from 'backstage-plugin-locust-common';

/**
 * Reads which endpoint a query names; undefined where it names none.
 *
 * @throws InputError where it has only one of the two parts
 */
export function readEndpoint(query: {
  readonly method?: string;
  readonly name?: string;
}): Endpoint | undefined {
  const { method, name } = query;
  if (method === undefined && name === undefined) {
    return undefined;
  }
  if (name === undefined) {
    throw new InputError(
      `method: "${method}" was refused without a name; an endpoint is both, as GET /runs/{runId}/requests lists them, such as method=GET&name=/cart`,
    );
  }
  if (method === undefined) {
    throw new InputError(
      `name: "${name}" was refused without a method; an endpoint is both, as GET /runs/{runId}/requests lists them, such as method=GET&name=/cart, and method= where it has none`,
    );
  }
  return { method, name };
}
