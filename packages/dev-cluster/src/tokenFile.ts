import { randomBytes } from 'node:crypto';

export interface TokenUser {
  readonly user: string;
  readonly groups: readonly string[];
}

export function newToken(): string {
  return randomBytes(32).toString('hex');
}

/** The file that kube-apiserver takes with `--token-auth-file`: token, user, uid, groups. */
export function renderTokenFile(
  entries: readonly (readonly [token: string, user: TokenUser])[],
): string {
  return entries
    .map(([token, { user, groups }]) => {
      const columns = [token, user, user];
      return `${columns.join(',')}${
        groups.length > 0 ? `,"${groups.join(',')}"` : ''
      }\n`;
    })
    .join('');
}
