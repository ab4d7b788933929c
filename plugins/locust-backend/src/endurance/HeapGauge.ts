import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const MEGABYTE = 1024 * 1024;

/** Says how much of the heap is held, which is what is left when everything that can go has gone. */
export class HeapGauge {
  private readonly collect: () => void;

  constructor() {
    // The flag counts for contexts that are made after it is set.
    setFlagsFromString('--expose-gc');
    this.collect = runInNewContext('gc') as () => void;
  }

  /** In megabytes. */
  async read(): Promise<number> {
    // What is released by a callback of the first collection goes with the second.
    this.collect();
    await new Promise(resolve => setTimeout(resolve, 50));
    this.collect();
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / MEGABYTE;
  }
}
