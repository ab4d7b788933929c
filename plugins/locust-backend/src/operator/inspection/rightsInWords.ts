import type { AccessAttributes } from '../../kube/client/KubeClient';

/** So many resources are named; the others are counted. */
const NAMED = 12;

/** `jobs.batch`, `pods/log`. */
export function resourceOf(right: AccessAttributes): string {
  const { resource, subresource, group } = right;
  return `${resource}${subresource ? `/${subresource}` : ''}${
    group && `.${group}`
  }`;
}

/** `create and patch jobs.batch in namespace shop; get pods/log in namespace shop`. */
export function rightsInWords(rights: readonly AccessAttributes[]): string {
  const verbs = new Map<string, string[]>();
  for (const right of rights) {
    const { name, namespace, verb } = right;
    const where = `${resourceOf(right)}${name ? ` "${name}"` : ''}${
      namespace ? ` in namespace ${namespace}` : ''
    }`;
    verbs.set(where, [...(verbs.get(where) ?? []), verb]);
  }
  const all = [...verbs].map(([where, of]) => `${list(of)} ${where}`);
  const rest = all.length - NAMED;
  return [
    ...all.slice(0, NAMED),
    ...(rest > 0 ? [`and so on with ${rest} more`] : []),
  ].join('; ');
}

function list(words: readonly string[]): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
