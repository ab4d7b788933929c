/** What Kubernetes takes as the name of a namespace. */
const NAMESPACE = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LONGEST = 63;

/** Kubernetes keeps these for itself: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces */
const OF_KUBERNETES = 'kube-';

/**
 * Why no load test may be put into a namespace.
 *
 * @param watched - the namespaces that the configuration names for the cluster; none: the engine looks after all
 * @returns what was refused, why and what would be accepted; undefined where it may
 */
export function namespaceProblem(
  namespace: string,
  watched: readonly string[],
): string | undefined {
  const refused = `namespace: ${JSON.stringify(
    namespace.slice(0, LONGEST + 1),
  )} was refused`;
  if (!NAMESPACE.test(namespace) || namespace.length > LONGEST) {
    return `${refused}; the name of a namespace is at most ${LONGEST} lower case letters, digits and dashes, such as "load-tests"`;
  }
  if (watched.length > 0) {
    return watched.includes(namespace)
      ? undefined
      : `${refused}, for nothing there would ever be run; the engine looks after ${watched
          .map(it => `"${it}"`)
          .join(', ')}`;
  }
  return namespace.startsWith(OF_KUBERNETES)
    ? `${refused}, for it is Kubernetes' own; use one of your own, or have the platform team name it in the cluster's namespaces`
    : undefined;
}
