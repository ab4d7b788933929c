import type { Caller } from './RequestContext';

/** Who calls: the entity reference of a person, or what a service is known by. */
export function nameOf({ principal }: Caller): string {
  return principal.type === 'user'
    ? principal.userEntityRef
    : principal.subject;
}
