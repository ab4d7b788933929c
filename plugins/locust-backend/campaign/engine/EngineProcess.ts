import { type ChildProcess, spawn } from 'node:child_process';
import type {
  EngineSettings,
  FromEngine,
  Measurement,
  ToEngine,
} from './EngineMessages';

const KEPT_OUTPUT = 4 * 1024 * 1024;

/** The engine in a process of its own, as production has it. */
export class EngineProcess {
  output = '';
  /** Set when it ended without being asked or killed. */
  crash: string | undefined;
  readonly unhandled: string[] = [];
  private readonly child: ChildProcess;
  private readonly waiting = new Map<
    FromEngine['kind'],
    (message: FromEngine) => void
  >();
  private readonly loaded: Promise<FromEngine>;
  private isEnding = false;
  private hasEnded = false;
  readonly ended: Promise<void>;

  constructor(bundle: string, options: { readonly timeScale: number }) {
    this.child = spawn(
      process.execPath,
      ['--expose-gc', '--max-old-space-size=256', bundle],
      {
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          NODE_ENV: 'production',
          NODE_COMPILE_CACHE: `${bundle}.cache`,
          CAMPAIGN_TIME_SCALE: String(options.timeScale),
        },
      },
    );
    const keep = (data: Buffer) => {
      this.output = (this.output + data).slice(-KEPT_OUTPUT);
    };
    this.child.stdout!.on('data', keep);
    this.child.stderr!.on('data', keep);
    this.child.on('message', (message: FromEngine) => {
      if (message.kind === 'unhandled') {
        this.unhandled.push(message.message);
      }
      this.waiting.get(message.kind)?.(message);
    });
    this.loaded = this.next('ready');
    this.loaded.catch(() => {});
    this.ended = new Promise(resolve => {
      this.child.on('close', (code, signal) => {
        this.hasEnded = true;
        if (!this.isEnding) {
          this.crash = `exit code ${code}, signal ${signal}`;
        }
        this.waiting.forEach(tell =>
          tell({ kind: 'failed', message: 'the process has ended' }),
        );
        resolve();
      });
    });
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Starts the engine in it. */
  async begin(settings: EngineSettings): Promise<void> {
    await this.loaded;
    const started = this.next('started');
    this.tell({ kind: 'begin', settings });
    await started;
  }

  async measure(): Promise<Measurement> {
    const measured = this.next('measured');
    this.tell({ kind: 'measure' });
    const message = await measured;
    if (message.kind !== 'measured') {
      throw new Error('not measured');
    }
    return message.measurement;
  }

  setClock(offsetMs: number): void {
    this.tell({ kind: 'clock', offsetMs });
  }

  pause(): void {
    this.child.kill('SIGSTOP');
  }

  resume(): void {
    this.child.kill('SIGCONT');
  }

  /** As the kernel does when memory runs out: nothing is finished, nothing released. */
  async kill(): Promise<void> {
    this.isEnding = true;
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** Asks it to end as Backstage's shutdown does; after a while it is killed. */
  async stop(): Promise<boolean> {
    this.isEnding = true;
    const stopped = this.next('stopped').then(
      () => true,
      () => false,
    );
    this.tell({ kind: 'stop' });
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    const orderly = await stopped;
    await this.ended;
    clearTimeout(timer);
    return orderly;
  }

  private tell(message: ToEngine): void {
    if (this.child.connected) {
      this.child.send(message, () => {});
    }
  }

  private next(kind: FromEngine['kind']): Promise<FromEngine> {
    return new Promise((resolve, reject) => {
      if (this.hasEnded) {
        reject(new Error("the engine's process has ended"));
        return;
      }
      const done = (message: FromEngine) => {
        this.waiting.delete(kind);
        this.waiting.delete('failed');
        if (message.kind === 'failed') {
          reject(new Error(`the engine's process: ${message.message}`));
        } else {
          resolve(message);
        }
      };
      this.waiting.set(kind, done);
      this.waiting.set('failed', done);
    });
  }
}
