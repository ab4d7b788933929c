import { Agent, request } from 'node:https';

export interface ApiAddress {
  readonly server: string;
  readonly token: string;
  /** PEM. */
  readonly certificateAuthority: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

const TIMEOUT_MS = 5_000;

/** One GET to an API server, its certificate verified. */
export function apiGet(address: ApiAddress, path: string): Promise<ApiAnswer> {
  const agent = new Agent({ ca: address.certificateAuthority });
  return new Promise<ApiAnswer>((resolve, reject) => {
    const call = request(
      new URL(path, address.server),
      {
        agent,
        timeout: TIMEOUT_MS,
        headers: { authorization: `Bearer ${address.token}` },
      },
      response => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('error', reject);
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body }),
        );
      },
    );
    call.on('timeout', () =>
      call.destroy(
        new Error(`${address.server} did not answer within ${TIMEOUT_MS} ms`),
      ),
    );
    call.on('error', reject);
    call.end();
  }).finally(() => agent.destroy());
}

/** Whether a GET succeeds; an unreachable server counts as no. */
export async function apiAnswers(
  address: ApiAddress,
  path: string,
): Promise<boolean> {
  try {
    return (await apiGet(address, path)).status === 200;
  } catch {
    return false;
  }
}
