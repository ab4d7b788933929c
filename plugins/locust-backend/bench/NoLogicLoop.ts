import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import type { BenchCluster } from './BenchCluster';
import type { BenchContext } from './Bench';
import type { LoopReply, LoopTask } from './LoopMessages';
import { nodeTransform } from './nodeTransform';

/** What the loop came to, in the API server's own times. */
export interface LoopResult {
  readonly runs: number;
  /** Runs a second, from the first request to the last answer. */
  readonly rate: number;
  /** When each Job was received, in milliseconds after the first request, in order. */
  readonly jobsAfterMs: readonly number[];
}

/** The loop without logic, in a process and under a user of its own. */
export class NoLogicLoop {
  private count = 0;

  private constructor(
    private readonly context: BenchContext,
    private readonly cluster: BenchCluster,
    private readonly access: LoopTask['access'],
  ) {}

  static async of(
    context: BenchContext,
    cluster: BenchCluster,
  ): Promise<NoLogicLoop> {
    return new NoLogicLoop(context, cluster, await cluster.account('loop'));
  }

  /** Makes so many runs as fast as the server takes them, then waits until the controllers are done with them. */
  async create(runs: number): Promise<LoopResult> {
    const { audit } = this.cluster;
    const namespace = await this.namespace();
    const from = await audit.mark();
    const child = this.launch();
    const done = untilReply(child, 'done');
    this.tell(child, { kind: 'create', access: this.access, namespace, runs });
    await done;
    child.kill();
    const requests = (await audit.read(from)).filter(
      it =>
        it.user === this.access.user &&
        it.verb === 'create' &&
        it.resource !== 'locusts',
    );
    await this.cluster.settle();
    const begun = Math.min(...requests.map(it => it.receivedAt));
    const ended = Math.max(...requests.map(it => it.stampedAt));
    return {
      runs,
      rate: (1000 * runs) / (ended - begun),
      jobsAfterMs: requests
        .filter(it => it.resource === 'jobs')
        .map(it => it.receivedAt - begun)
        .sort((a, b) => a - b),
    };
  }

  /** Answers every `Locust` of the namespace that `load` is given with its objects, for as long as that takes. */
  async react<T>(load: (namespace: string) => Promise<T>): Promise<T> {
    const namespace = await this.namespace();
    const child = this.launch();
    const ready = untilReply(child, 'ready');
    this.tell(child, { kind: 'react', access: this.access, namespace });
    await ready;
    try {
      return await load(namespace);
    } finally {
      child.kill();
      await this.cluster.settle();
    }
  }

  private namespace(): Promise<string> {
    this.count += 1;
    return this.cluster.namespace(`loop-${this.count}`);
  }

  private launch(): ChildProcess {
    const child = fork(path.join(__dirname, 'loopMain.ts'), [], {
      execArgv: ['--require', nodeTransform()],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    this.context.afterwards(() => void child.kill());
    return child;
  }

  private tell(child: ChildProcess, task: LoopTask): void {
    child.send(task);
  }
}

function untilReply(
  child: ChildProcess,
  kind: LoopReply['kind'],
): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('message', (reply: LoopReply) => {
      if (reply.kind === kind) {
        resolve();
      } else if (reply.kind === 'failed') {
        reject(new Error(`The loop failed: ${reply.error}`));
      }
    });
    child.once('exit', code => reject(new Error(`The loop ended (${code})`)));
  });
}
