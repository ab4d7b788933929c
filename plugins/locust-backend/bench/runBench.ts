import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Bench } from './Bench';
import { BenchCluster } from './BenchCluster';
import { EngineProcess } from './EngineProcess';
import type { BenchOutcome } from './Report';

/** Runs one benchmark in a folder of its own and ends everything that it has started. */
export async function runBench(
  bench: Bench,
  options: {
    readonly full: boolean;
    readonly say: (message: string) => void;
  },
): Promise<BenchOutcome> {
  const { full, say } = options;
  const startedAt = performance.now();
  const folder = await mkdtemp(path.join(os.tmpdir(), `bench-${bench.name}-`));
  const endings: (() => Promise<unknown> | void)[] = [];
  const seconds = () => Math.round((performance.now() - startedAt) / 1000);
  let failure: unknown;
  try {
    const result = await bench.run({
      folder,
      full,
      say,
      afterwards: action => void endings.push(action),
      async cluster() {
        say('starting a control plane');
        const cluster = await BenchCluster.start(folder);
        endings.push(() => cluster.stop());
        return cluster;
      },
      async engine(engineOptions) {
        const engine = EngineProcess.launch(engineOptions);
        endings.push(() => engine.stop());
        return engine;
      },
    });
    return { bench: bench.name, seconds: seconds(), ...result };
  } catch (error) {
    failure = error;
    return {
      bench: bench.name,
      seconds: seconds(),
      failure: String((error as Error)?.stack ?? error),
    };
  } finally {
    for (const end of endings.reverse()) {
      await Promise.resolve(end()).catch(error =>
        say(`could not be ended: ${error}`),
      );
    }
    // The logs of a failure are of use to whoever looks into it.
    if (failure === undefined && !process.env.BENCH_KEEP) {
      await rm(folder, { recursive: true, force: true });
    } else {
      say(`its logs stay in ${folder}`);
    }
  }
}
