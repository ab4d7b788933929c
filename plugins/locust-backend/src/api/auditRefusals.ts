import type { ErrorRequestHandler } from 'express';
import { AuthenticationError } from '@backstage/errors';
import { isAudited } from './audited';
import { auditedFromStart } from './auditedFromStart';
import { auditEventOf } from './auditEvents';
import type { RouterParts } from './RouterParts';

/**
 * Tells the auditor of what was asked for by requests and came to nothing before it was begun. Of somebody who does not
 * say who they are there is nothing to tell.
 */
export function auditRefusals({
  auditor,
  context,
}: Pick<RouterParts, 'auditor' | 'context'>): ErrorRequestHandler {
  return (error, request, _response, next) => {
    const path: unknown = request.route?.path;
    const eventId =
      typeof path === 'string' ? auditEventOf(request.method, path) : undefined;
    if (
      eventId === undefined ||
      isAudited(request) ||
      error instanceof AuthenticationError
    ) {
      next(error);
      return;
    }
    const tell = async () =>
      auditedFromStart(
        auditor,
        await context.demand(request),
        eventId,
        { ...request.params },
        () => Promise.reject(error),
      );
    // Whatever becomes of the audit log, the caller is told why they were refused.
    tell().catch(() => next(error));
  };
}
