import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { Caller } from '../api/RequestContext';

/**
 * Who invokes an action.
 *
 * @throws NotAllowedError where that is nobody
 */
export function callerOf(credentials: BackstageCredentials): Caller {
  const { type } = credentials.principal as { readonly type?: unknown };
  if (type !== 'user' && type !== 'service') {
    throw new NotAllowedError(
      'Load tests are for those who say who they are; sign in, or send a token',
    );
  }
  return credentials as Caller;
}
