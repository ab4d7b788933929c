/** What one of Locust's own log lines tells. */
export type LogFact =
  | {
      readonly kind: 'workerReady';
      readonly worker: string;
      readonly connected: number;
    }
  | {
      readonly kind: 'workersAwaited';
      readonly connected: number;
      readonly expected: number;
    }
  | { readonly kind: 'workerMissing'; readonly worker: string }
  | { readonly kind: 'workerBack'; readonly worker: string }
  | { readonly kind: 'workerQuit'; readonly worker: string }
  | {
      readonly kind: 'spawning';
      readonly users: number;
      readonly rate: number;
      readonly workers: number;
    }
  | {
      readonly kind: 'usersSpawned';
      readonly users: number;
      readonly complete: boolean;
    }
  | { readonly kind: 'runTimeReached' }
  | { readonly kind: 'shapeEnded' }
  | { readonly kind: 'terminated' }
  | {
      readonly kind: 'overloaded';
      readonly message: string;
      readonly of: 'master' | 'worker';
      /** Where Locust says which. */
      readonly worker?: string;
    }
  | { readonly kind: 'shuttingDown'; readonly exitCode: number }
  | { readonly kind: 'noUsers'; readonly message: string }
  | { readonly kind: 'noWorkers'; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string };

/** A line that Locust's logging wrote: `[2026-01-31 10:20:30,123] host/INFO/locust.main: …`. */
export interface LogMessage {
  /** As the master's clock said; Locust does not say the zone, containers have UTC. */
  readonly time: Date;
  readonly level: string;
  readonly logger: string;
  readonly message: string;
}

const LOG_LINE =
  /\[(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d),(\d{3})\] [^\s/]{1,255}\/([A-Z]{1,10})\/([\w.]{1,200}): (.*)$/s;

/** Reads a line of Locust's logging, also behind something that was printed without a newline. */
export function logMessage(line: string): LogMessage | undefined {
  if (!line.includes('/locust.') && !line.includes('/root: ')) {
    return undefined;
  }
  const match = LOG_LINE.exec(line);
  if (!match) {
    return undefined;
  }
  const [, day, time, milliseconds, level, logger, message] = match;
  const date = new Date(`${day}T${time}.${milliseconds}Z`);
  return Number.isNaN(date.getTime())
    ? undefined
    : { time: date, level, logger, message };
}

type Reader = (match: RegExpExecArray) => LogFact;

/** By logger, for a locustfile's own loggers may write the same words. Sentences differ between 2.8.5 and 2.47.0. */
const RUNNER_SENTENCES: readonly (readonly [RegExp, Reader])[] = [
  [
    /^(?:Client |Worker )?'?([^\s']+)'?(?: \(index -?\d+\))? reported as ready\. (?:Currently )?(\d+) (?:clients|workers)/,
    match => ({
      kind: 'workerReady',
      worker: match[1],
      connected: Number(match[2]),
    }),
  ],
  [
    /^Worker (\S+) failed to send heartbeat, setting state to missing/,
    match => ({ kind: 'workerMissing', worker: match[1] }),
  ],
  [
    /^Worker (\S+) self-healed with heartbeat/,
    match => ({ kind: 'workerBack', worker: match[1] }),
  ],
  [
    /^(?:Client|Worker) '?([^\s']+)'?(?: \(index -?\d+\))? quit\. /,
    match => ({ kind: 'workerQuit', worker: match[1] }),
  ],
  [
    /^Sending spawn jobs of (\d+) users at (\d+\.\d+) spawn rate to (\d+) ready /,
    match => ({
      kind: 'spawning',
      users: Number(match[1]),
      rate: Number(match[2]),
      workers: Number(match[3]),
    }),
  ],
  [
    /^(All users spawned|Spawning is complete and report waittime is expired[^:]{0,80}): .*\((\d+) total users\)$/s,
    match => ({
      kind: 'usersSpawned',
      users: Number(match[2]),
      complete: match[1] === 'All users spawned',
    }),
  ],
  [/^Shape test stopping/, () => ({ kind: 'shapeEnded' })],
];

const MAIN_SENTENCES: readonly (readonly [RegExp, Reader])[] = [
  [/^--run-time limit reached/, () => ({ kind: 'runTimeReached' })],
  [/^Got SIGTERM signal/, () => ({ kind: 'terminated' })],
  [
    /^Shutting down \(exit code (-?\d{1,4})\)/,
    match => ({ kind: 'shuttingDown', exitCode: Number(match[1]) }),
  ],
  [
    /^No User class found/,
    match => ({ kind: 'noUsers', message: match.input }),
  ],
  [
    /^Gave up waiting for workers to connect/,
    match => ({ kind: 'noWorkers', message: match.input }),
  ],
];

const ROOT_SENTENCES: readonly (readonly [RegExp, Reader])[] = [
  [
    /^Waiting for workers to be ready, (\d+) of (\d+) connected/,
    match => ({
      kind: 'workersAwaited',
      connected: Number(match[1]),
      expected: Number(match[2]),
    }),
  ],
];

const WORKER_OVERLOADED =
  /^Worker (\S+)(?: \(index -?\d+\))? exceeded cpu threshold|^CPU usage threshold was exceeded on workers/;
const MASTER_OVERLOADED = /^CPU usage (?:above \d+%|was too high)/;

/** What a message tells, if it is one that matters. */
export function logFact(message: LogMessage): LogFact | undefined {
  const text = message.message;
  for (const [pattern, read] of sentencesOf(message.logger)) {
    const match = pattern.exec(text);
    if (match) {
      return read(match);
    }
  }
  if (!message.logger.startsWith('locust.')) {
    return undefined;
  }
  const worker = WORKER_OVERLOADED.exec(text);
  if (worker) {
    return {
      kind: 'overloaded',
      message: text,
      of: 'worker',
      worker: worker[1],
    };
  }
  if (MASTER_OVERLOADED.test(text)) {
    return { kind: 'overloaded', message: text, of: 'master' };
  }
  return message.level === 'ERROR' || message.level === 'CRITICAL'
    ? { kind: 'refused', message: text }
    : undefined;
}

function sentencesOf(logger: string) {
  switch (logger) {
    case 'locust.runners':
      return RUNNER_SENTENCES;
    case 'locust.main':
      return MAIN_SENTENCES;
    case 'root':
      return ROOT_SENTENCES;
    default:
      return [];
  }
}
