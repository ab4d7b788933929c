/** The least Go that can build our module: newer ones fetch by themselves what `go.mod` asks for. */
const LEAST = { major: 1, minor: 21 } as const;

/** Why a Go cannot build our module, or `undefined` if it can; from what `go env GOVERSION` prints. */
export function problemWithGo(goVersion: string): string | undefined {
  const match = /^go(\d+)\.(\d+)/.exec(goVersion.trim());
  if (!match) {
    // A development version of Go has no number.
    return undefined;
  }
  const [major, minor] = match.slice(1).map(Number);
  const isEnough =
    major > LEAST.major || (major === LEAST.major && minor >= LEAST.minor);
  return isEnough ? undefined : `${goVersion.trim()} is too old`;
}
