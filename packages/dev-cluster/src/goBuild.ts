import { runCommand } from './runCommand';
import { goModuleFolder } from './packageFolder';

/** What `go.mod` asks for at least. */
const GO_VERSION = '1.24';

export interface GoBuildOptions {
  /** Package of our Go module, as `./shop`. */
  readonly target: string;
  readonly output: string;
  readonly ldflags: string;
  readonly onProgress: (message: string) => void;
}

/** Builds a static program of our Go module; the second time around only what changed since. */
export async function goBuild(options: GoBuildOptions): Promise<void> {
  const { target, output, ldflags, onProgress } = options;
  await requireGo();
  const startedAt = Date.now();
  let downloaded = 0;
  let compiled = 0;
  const report = setInterval(() => {
    const elapsed = Math.round((Date.now() - startedAt) / 1000);
    const parts = [
      downloaded > 0 ? `${downloaded} modules fetched` : '',
      compiled > 0 ? `${compiled} packages compiled` : '',
    ].filter(Boolean);
    onProgress(
      `still building: ${
        parts.join(', ') || 'reading the module'
      }, ${elapsed} s so far`,
    );
  }, 5_000);
  try {
    await runCommand(
      'go',
      ['build', '-v', '-trimpath', '-ldflags', ldflags, '-o', output, target],
      {
        cwd: goModuleFolder(),
        env: { ...process.env, CGO_ENABLED: '0' },
        onLine: line => {
          if (line.startsWith('go: downloading')) {
            downloaded++;
          } else if (line && !line.startsWith('go: ')) {
            compiled++;
          }
        },
      },
    );
  } finally {
    clearInterval(report);
  }
}

async function requireGo() {
  try {
    await runCommand('go', ['version']);
  } catch (error) {
    throw new Error(
      `Go is missing: the embedded Kubernetes is built from source once and needs Go ${GO_VERSION} or newer on the PATH, from https://go.dev/dl or your system's packages (a cluster of your own does without: \`--cluster current\`)`,
      { cause: error },
    );
  }
}
