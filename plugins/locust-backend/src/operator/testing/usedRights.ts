/** A rule of a Role or ClusterRole. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** The part of an event of the API server's audit log that is read here. */
interface AuditEvent {
  readonly stage: string;
  readonly verb: string;
  readonly user: { readonly username: string };
  readonly objectRef?: {
    readonly apiGroup?: string;
    readonly resource?: string;
    readonly subresource?: string;
  };
  readonly responseStatus?: { readonly code?: number };
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What an account has asked for, each as `verb resource[/subresource][.group]`. */
export interface UsedRights {
  readonly allowed: ReadonlySet<string>;
  readonly refused: ReadonlySet<string>;
}

/** Everybody who is signed in may ask what they may do. */
const ASKING = 'authorization.k8s.io';

/** What the rules allow, in the same words. */
export function grantedRights(
  rules: readonly PolicyRule[],
): ReadonlySet<string> {
  return new Set(
    rules.flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap(group =>
        resources.flatMap(resource =>
          verbs.map(verb => right(verb, resource, group)),
        ),
      ),
    ),
  );
}

/** What the lines of an audit log tell of one user's requests. */
export function usedRights(
  lines: Iterable<string>,
  username: string,
): UsedRights {
  const allowed = new Set<string>();
  const refused = new Set<string>();
  for (const line of lines) {
    // Most lines are others'; a line may be half written.
    if (!line.includes(username) || !line.endsWith('}')) {
      continue;
    }
    const event: AuditEvent = JSON.parse(line);
    const { resource, subresource, apiGroup = '' } = event.objectRef ?? {};
    if (
      event.user.username !== username ||
      resource === undefined ||
      apiGroup === ASKING
    ) {
      continue;
    }
    const asked = right(
      event.verb,
      subresource ? `${resource}/${subresource}` : resource,
      apiGroup,
    );
    // A 403 may also come from an admission plugin, of a namespace that is going or a quota that is full.
    if (event.annotations?.['authorization.k8s.io/decision'] === 'forbid') {
      refused.add(asked);
    } else {
      allowed.add(asked);
      if (event.verb === 'patch' && event.responseStatus?.code === 201) {
        // Server-side apply of something new is asked for as a patch and needs the right to create as well.
        allowed.add(asked.replace(/^patch/, 'create'));
      }
    }
  }
  return { allowed, refused };
}

function right(verb: string, resource: string, group: string): string {
  return `${verb} ${resource}${group && `.${group}`}`;
}
