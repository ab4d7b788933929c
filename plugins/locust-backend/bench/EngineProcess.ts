import { type ChildProcess, fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { JsonObject } from '@backstage/types';
import type { Access } from './BenchCluster';
import type {
  EngineAnswers,
  EngineQuestion,
  EngineReply,
  EngineRequest,
} from './EngineMessages';
import { nodeTransform } from './nodeTransform';

export interface EngineOptions {
  readonly access: Access;
  /** Folder for its log and, unless it is given, its database. */
  readonly folder: string;
  /** Folder of its SQLite files; engines of one cluster share it as replicas share their database. */
  readonly database?: string;
  /** In addition to the clusters: what app-config has under `locust`. */
  readonly locust?: JsonObject;
}

const READY_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 20_000;
let count = 0;

/** An engine in a process of its own, as it runs in production. */
export class EngineProcess {
  private readonly open = new Map<
    number,
    {
      readonly resolve: (answer: unknown) => void;
      readonly reject: (error: Error) => void;
    }
  >();
  private lastId = 0;
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;

  private constructor(
    private readonly child: ChildProcess,
    private readonly options: EngineOptions,
    readonly logFile: string,
  ) {
    child.on('message', (reply: EngineReply) => this.take(reply));
    this.ended = new Promise(resolve => {
      child.once('exit', (code, signal) => {
        for (const { reject } of this.open.values()) {
          reject(
            new Error(
              `The engine's process has ended (${
                signal ?? code
              }); it said its last in ${logFile}`,
            ),
          );
        }
        this.open.clear();
        resolve();
      });
    });
  }

  /** Starts the process; the engine in it waits to be started. */
  static launch(options: EngineOptions): EngineProcess {
    count += 1;
    const logFile = path.join(options.folder, `engine-${count}.log`);
    const log = openSync(logFile, 'a');
    const profile = process.env.BENCH_CPU_PROFILE;
    const child = fork(path.join(__dirname, 'engineMain.ts'), [], {
      execArgv: [
        ...['--require', nodeTransform()],
        '--expose-gc',
        ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []),
      ],
      stdio: ['ignore', log, log, 'ipc'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    closeSync(log);
    return new EngineProcess(child, options, logFile);
  }

  get pid(): number {
    return this.child.pid!;
  }

  async start(): Promise<void> {
    const { access, folder, database, locust } = this.options;
    await this.ask({
      kind: 'start',
      appConfig: {
        backend: {
          // As in production with SQLite: a file, written through to the disk.
          database: {
            client: 'better-sqlite3',
            connection: {
              directory: database ?? path.join(folder, `database-${this.pid}`),
            },
          },
        },
        locust: {
          clusters: [
            {
              name: 'bench',
              url: access.server,
              serviceAccountToken: access.token,
              caData: access.caData,
            },
          ],
          ttlAfterFinished: '24h',
          ...locust,
        },
      },
    });
  }

  /** Starts it and waits until it leads and has nothing to do. */
  async startAndLead(): Promise<EngineAnswers['steady']> {
    await this.start();
    return this.steady();
  }

  /** When it has become steady. */
  async steady(timeoutMs = READY_TIMEOUT_MS): Promise<EngineAnswers['steady']> {
    const late = new AbortController();
    try {
      return await Promise.race([
        this.ask({ kind: 'steady' }),
        delay(timeoutMs, undefined, { signal: late.signal }).then(async () => {
          const { health, message } = await this.ask({ kind: 'state' });
          throw new Error(
            `The engine has not become steady in ${
              timeoutMs / 1000
            } s; it is ${health}: ${message} (${this.logFile})`,
          );
        }),
      ]);
    } finally {
      late.abort();
    }
  }

  ask<Q extends EngineQuestion>(
    question: Q,
  ): Promise<EngineAnswers[Q['kind']]> {
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      this.open.set(id, {
        resolve: resolve as (answer: unknown) => void,
        reject,
      });
      const request: EngineRequest = { id, question };
      this.child.send(request, error => {
        if (error) {
          this.open.delete(id);
          reject(error);
        }
      });
    });
  }

  /** As a machine that loses its power: nothing is said or written any more. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** Ends it in order; does nothing where it has ended. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) {
      return;
    }
    const patience = new AbortController();
    await Promise.race([
      this.ask({ kind: 'stop' })
        .catch(() => {})
        .then(() => this.ended),
      delay(STOP_TIMEOUT_MS, undefined, { signal: patience.signal })
        .then(() => this.kill())
        .catch(() => {}),
    ]);
    patience.abort();
  }

  private take(reply: EngineReply): void {
    const waiting = this.open.get(reply.id);
    this.open.delete(reply.id);
    if ('error' in reply) {
      waiting?.reject(new Error(reply.error));
    } else {
      waiting?.resolve(reply.answer);
    }
  }
}
