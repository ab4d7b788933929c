import { parseEntityRef } from '@backstage/catalog-model';

/**
 * A path of the portal below the load tests of an entity, or below the page of all of them where there is none. As
 * apps have it unless they were told otherwise, for only the frontend knows where a plugin's pages are.
 */
export function portalPath(entityRef: string | undefined, rest = ''): string {
  if (entityRef === undefined) {
    return `/locust${rest}`;
  }
  const { kind, namespace, name } = parseEntityRef(entityRef);
  const [inPath, kindInPath] = [namespace, kind].map(it =>
    encodeURIComponent(it.toLocaleLowerCase('en-US')),
  );
  return `/catalog/${inPath}/${kindInPath}/${encodeURIComponent(
    name,
  )}/load-tests${rest}`;
}
