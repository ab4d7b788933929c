import { ChildProcess, spawn } from 'node:child_process';

/** A command that ended badly; the message carries the last lines it wrote. */
export class CommandFailedError extends Error {
  constructor(
    command: string,
    args: readonly string[],
    readonly exitCode: number | null,
    readonly output: string,
  ) {
    const line = [command, ...args].join(' ');
    const lastLines = output.trim().split('\n').slice(-5).join('\n');
    super(`\`${line}\` ended with ${exitCode ?? 'a signal'}: ${lastLines}`);
    this.name = 'CommandFailedError';
  }
}

export interface RunCommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Written to the command's standard input. */
  readonly input?: string;
  /** Called with every line of either output as it comes. */
  readonly onLine?: (line: string) => void;
  readonly timeoutMs?: number;
}

const running = new Set<ChildProcess>();

/** Runs a command to its end and returns its standard output; throws {@link CommandFailedError}. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: RunCommandOptions = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
    });
    running.add(child);
    let standardOutput = '';
    let everything = '';
    let unfinishedLine = '';
    const take = (text: string) => {
      everything = (everything + text).slice(-20_000);
      const lines = (unfinishedLine + text).split('\n');
      unfinishedLine = lines.pop() ?? '';
      lines.forEach(line => options.onLine?.(line));
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      standardOutput += text;
      take(text);
    });
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', error => {
      running.delete(child);
      reject(error);
    });
    child.on('close', code => {
      running.delete(child);
      if (code === 0) {
        resolve(standardOutput);
      } else {
        reject(new CommandFailedError(command, args, code, everything));
      }
    });
    // A command that does not read its input may be gone before it is written.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
  });
}

/** Ends every command that {@link runCommand} still waits for: for a process that is told to end. */
export function endRunningCommands(): void {
  running.forEach(child => child.kill('SIGTERM'));
}
