import { runCommand } from './runCommand';
import { problemWithGo } from './goVersion';
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
        env: goEnvironment(),
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

/** Sees to it that Go is there and new enough; throws an error with one sentence if it is not. */
export async function requireGo(): Promise<void> {
  const version = await runCommand('go', ['env', 'GOVERSION'], {
    env: goEnvironment(),
  }).catch(() => undefined);
  const problem =
    version === undefined ? 'Go is missing' : problemWithGo(version);
  if (problem) {
    throw new Error(
      `${problem}: the embedded Kubernetes is built from source once and needs Go ${GO_VERSION} or newer on the PATH, from https://go.dev/dl or your system's packages (a cluster of your own does without: \`--cluster current\`)`,
    );
  }
}

function goEnvironment(): NodeJS.ProcessEnv {
  // Where Go's own installer puts it, which not every shell has on its PATH.
  const PATH = `${process.env.PATH ?? ''}:/usr/local/go/bin`;
  return { ...process.env, PATH, CGO_ENABLED: '0' };
}
