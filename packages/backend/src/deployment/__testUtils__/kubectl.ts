import { execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

/** Where commands of the documentation are meant to be called. */
const ROOT = path.resolve(__dirname, '../../../../..');

function kubectlPath(): string {
  const { KUBECTL } = process.env;
  if (!KUBECTL) {
    throw new Error('KUBECTL is set by scripts/productionCluster.cjs');
  }
  return KUBECTL;
}

/** Runs kubectl against the cluster under test; throws what it refuses. */
export async function kubectl(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(kubectlPath(), [...args], {
    maxBuffer: 64 << 20,
  });
  return stdout;
}

/** Applies objects. */
export function apply(...objects: readonly object[]): Promise<void> {
  return shell(
    'kubectl apply --server-side --filename -',
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
  );
}

/** Runs a command as it stands in the documentation, with kubectl on its path. */
export function shell(command: string, input = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-ec', command], {
      cwd: ROOT,
      env: {
        ...process.env,
        PATH: `${path.dirname(kubectlPath())}:${process.env.PATH}`,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let said = '';
    child.stdout.on('data', data => {
      said += data;
    });
    child.stderr.on('data', data => {
      said += data;
    });
    child.on('error', reject);
    child.on('close', code =>
      code === 0
        ? resolve()
        : reject(new Error(`${command} ended with ${code}: ${said.trim()}`)),
    );
    child.stdin.end(input);
  });
}

/** Does something with a Service's port `http`, at the address that is given to it. */
export async function withPortOf<T>(
  namespace: string,
  service: string,
  action: (url: string) => Promise<T>,
): Promise<T> {
  const child = spawn(
    kubectlPath(),
    [
      ...['--namespace', namespace],
      ...['port-forward', `service/${service}`, ':80'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const closed = new Promise<void>(resolve => {
    child.once('close', () => resolve());
  });
  try {
    const port = await new Promise<string>((resolve, reject) => {
      let said = '';
      const take = (data: Buffer) => {
        said += data;
        const found = said.match(/Forwarding from 127\.0\.0\.1:(\d+)/);
        if (found) {
          resolve(found[1]);
        }
      };
      child.stdout.on('data', take);
      child.stderr.on('data', take);
      child.once('error', reject);
      child.once('close', () =>
        reject(new Error(`No port is forwarded: ${said.trim()}`)),
      );
    });
    return await action(`http://127.0.0.1:${port}`);
  } finally {
    child.kill();
    await closed;
  }
}
