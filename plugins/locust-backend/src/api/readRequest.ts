import { InputError } from '@backstage/errors';
import { LARGEST_INLINE_BYTES } from 'backstage-plugin-locust-common';
import express, { type RequestHandler } from 'express';

/** The longest locustfile that a spec may hold, of which JSON may write every character as two, and the rest. */
const LARGEST_BODY_BYTES = 2 * LARGEST_INLINE_BYTES + 200 * 1024;

/** PostgreSQL keeps no NUL, so nothing has one in its name; asked for such a thing, it fails. */
const refuseNul: RequestHandler = (request, _, next) => {
  next(
    request.url.includes('%00')
      ? new InputError(
          'The address holds a NUL character (%00), which is in no name here; leave it out',
        )
      : undefined,
  );
};

/** What is done with a request before it is held against the OpenAPI document. */
export function readRequest(): RequestHandler[] {
  return [refuseNul, readBody(express.json({ limit: LARGEST_BODY_BYTES }))];
}

function readBody(parse: RequestHandler): RequestHandler {
  return (request, response, next) =>
    parse(request, response, (error?: unknown) =>
      next(
        isTooLarge(error)
          ? new InputError(
              `The request takes more than ${LARGEST_BODY_BYTES} bytes; a locustfile may take ${LARGEST_INLINE_BYTES}, and what is longer belongs into a folder of the repository or a ConfigMap`,
            )
          : error,
      ),
    );
}

function isTooLarge(error: unknown): boolean {
  return (error as { type?: unknown } | undefined)?.type === 'entity.too.large';
}
