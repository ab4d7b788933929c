import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { once } from '../once';
import { inRepository } from '../repository';

const OPENAPI = inRepository('plugins/locust-backend/src/schema/openapi.yaml');

/** A route of the API. */
export interface Route {
  readonly operation: string;
  readonly method: string;
  /** Below the backend: `/api/locust/runs/{runId}`. */
  readonly path: string;
  readonly description: string;
  /** What is sent to it; undefined: nothing. */
  readonly body?: RouteBody;
}

export interface RouteBody {
  readonly properties: readonly string[];
  readonly required: readonly string[];
}

interface Schema {
  readonly $ref?: string;
  readonly properties?: object;
  readonly required?: readonly string[];
}

interface Operation {
  readonly operationId?: string;
  readonly description?: string;
  readonly requestBody?: {
    readonly content: {
      readonly 'application/json': { readonly schema: Schema };
    };
  };
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** The routes that the OpenAPI document tells of. */
export const routes = once((): readonly Route[] => {
  const openApi = parse(readFileSync(OPENAPI, 'utf8')) as OpenApi;
  return Object.entries(openApi.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      // Beside the methods there are the parameters that they share.
      .filter(([, it]) => it.operationId !== undefined)
      .map(([method, { operationId = '', description = '', requestBody }]) => ({
        operation: operationId,
        method: method.toUpperCase(),
        path: `/api/locust${path}`,
        description: description.replace(/\s+/g, ' ').trim(),
        ...(requestBody && {
          body: bodyOf(requestBody.content['application/json'].schema, openApi),
        }),
      })),
  );
});

function bodyOf(schema: Schema, { components }: OpenApi): RouteBody {
  const name = schema.$ref?.replace('#/components/schemas/', '');
  const { properties = {}, required = [] } =
    name === undefined ? schema : components.schemas[name];
  return { properties: Object.keys(properties), required };
}
