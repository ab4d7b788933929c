import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  ClusterRecord,
  ComponentName,
  writeClusterRecord,
} from './clusterRecord';
import { identifyProcess, isAlive } from './processIdentity';

/** Environment variable that marks every process of a cluster, and those that they start, with the cluster's folder. */
export const CLUSTER_MARK = 'LOCUST_DEV_CLUSTER';

const POLL_MS = 25;

/** A component that ended while it was waited for. */
export class ComponentEndedError extends Error {
  constructor(readonly component: ComponentName, readonly logTail: string) {
    super(`${component} ended while the cluster was starting: ${logTail}`);
    this.name = 'ComponentEndedError';
  }

  /** Somebody else bound its port between our looking and its binding. */
  get portWasTaken(): boolean {
    return /address already in use/i.test(this.logTail);
  }
}

/** The processes of one cluster that is being started, each recorded as soon as it exists. */
export class Components {
  private lastWrite: Promise<void> = Promise.resolve();
  private abandoned = false;

  constructor(private current: ClusterRecord) {}

  get record(): ClusterRecord {
    return this.current;
  }

  /** Changes the record and writes it down; of several changes at once, each is written after the one before. */
  async update(change: Partial<ClusterRecord>): Promise<void> {
    this.current = { ...this.current, ...change };
    this.lastWrite = this.lastWrite
      .catch(() => {})
      .then(() => writeClusterRecord(this.current));
    await this.lastWrite;
  }

  /**
   * Waits for several parts of the start that go on at once. When one fails, the others start nothing more and are
   * waited for: only then can all of it be taken away without something appearing behind one's back.
   */
  async all<T extends readonly unknown[]>(parts: {
    readonly [K in keyof T]: Promise<T[K]>;
  }): Promise<T> {
    try {
      return (await Promise.all(parts)) as unknown as T;
    } catch (error) {
      this.abandoned = true;
      await Promise.allSettled(parts);
      throw error;
    }
  }

  /** Starts one in a session of its own, so that a Ctrl-C at the terminal does not reach it. */
  async start(
    name: ComponentName,
    command: string,
    args: readonly string[],
  ): Promise<void> {
    this.throwIfAbandoned();
    const log = openSync(this.logFile(name), 'a', 0o600);
    const child = spawn(command, args, {
      cwd: this.current.folder,
      detached: true,
      stdio: ['ignore', log, log],
      env: componentEnvironment(this.current.folder),
    });
    closeSync(log);
    const failed = new Promise<never>((_, reject) =>
      child.once('error', reject),
    );
    const spawned = new Promise<void>(resolve => child.once('spawn', resolve));
    await Promise.race([spawned, failed]);
    // Nobody waits for `failed` from here on.
    failed.catch(() => {});
    child.unref();
    const identity = identifyProcess(child.pid!);
    if (!identity) {
      throw new ComponentEndedError(name, await this.logTail(name));
    }
    await this.update({
      components: { ...this.current.components, [name]: identity },
    });
  }

  /** Waits until something holds; throws {@link ComponentEndedError} as soon as one of the components is gone. */
  async until(
    what: string,
    timeoutMs: number,
    holds: () => Promise<boolean>,
  ): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!(await holds())) {
      this.throwIfAbandoned();
      for (const [name, identity] of Object.entries(this.current.components)) {
        if (!isAlive(identity)) {
          throw new ComponentEndedError(
            name as ComponentName,
            await this.logTail(name as ComponentName),
          );
        }
      }
      if (Date.now() > deadline) {
        throw new Error(
          `${what} within ${
            timeoutMs / 1000
          } s: it did not; the logs are in ${path.dirname(
            this.logFile('etcd'),
          )}`,
        );
      }
      await sleep(POLL_MS);
    }
  }

  private throwIfAbandoned() {
    if (this.abandoned) {
      throw new Error('Another part of the cluster failed to start');
    }
  }

  private logFile(name: ComponentName) {
    return path.join(this.current.folder, 'logs', `${name}.log`);
  }

  private async logTail(name: ComponentName) {
    const log = await readFile(this.logFile(name), 'utf8').catch(() => '');
    return log.trim().split('\n').slice(-8).join('\n');
  }
}

function componentEnvironment(folder: string): NodeJS.ProcessEnv {
  // Only what a server needs: what else the caller's environment holds (tokens, proxies) is none of theirs.
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  const sbin = '/usr/local/sbin:/usr/sbin:/sbin';
  return {
    PATH: PATH ? `${PATH}:${sbin}` : sbin,
    HOME,
    TMPDIR,
    LANG,
    [CLUSTER_MARK]: folder,
  };
}
