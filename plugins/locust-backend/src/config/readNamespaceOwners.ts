import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/**
 * Reads who answers for the runs of a namespace that belong to no entity: `locust.namespaceOwners`.
 *
 * @throws InputError naming the path of what is wrong and what would be accepted
 */
export function readNamespaceOwners(
  root: Config,
): Readonly<Record<string, string>> {
  const owners = root.getOptional<Record<string, unknown>>(
    'locust.namespaceOwners',
  );
  return Object.fromEntries(
    Object.entries(owners ?? {}).map(([namespace, owner]) => {
      try {
        return [
          namespace,
          stringifyEntityRef(
            parseEntityRef(String(owner), { defaultKind: 'group' }),
          ),
        ];
      } catch {
        throw new InputError(
          `locust.namespaceOwners.${namespace} is ${JSON.stringify(
            owner,
          )}; it may be the reference of a group or user, such as group:default/shop`,
        );
      }
    }),
  );
}
