import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { readMasterLog } from '../src/outcomes/readMasterLog';

/** Told to whoever has forked this. */
export interface Parsed {
  /** Of this process's user and system time, without its start. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** What is held once the first tenth and once everything has been read, in bytes, after a collection. */
  readonly heapEarly: number;
  readonly heapLate: number;
  /** The most that the process ever took of the machine's memory, in bytes. */
  readonly peakRss: number;
  readonly requests?: number;
  readonly points: number;
}

const [file, size] = [process.argv[2], Number(process.argv[3])];

async function heldHeap(): Promise<number> {
  // What a first collection's callbacks release goes with the second.
  globalThis.gc!();
  await delay(20);
  globalThis.gc!();
  return process.memoryUsage().heapUsed;
}

async function main() {
  let read = 0;
  let heapEarly: number | undefined;
  const measured = { cpu: 0, wall: 0 };
  const weigh = new Transform({
    transform(portion: Buffer, _, pass) {
      read += portion.length;
      if (heapEarly !== undefined || read < size / 10) {
        pass(undefined, portion);
        return;
      }
      heapEarly = 0;
      // Weighing is no part of reading.
      const [cpu, wall] = [process.cpuUsage(), performance.now()];
      heldHeap().then(heap => {
        heapEarly = heap;
        measured.cpu -= secondsOf(process.cpuUsage(cpu));
        measured.wall -= (performance.now() - wall) / 1000;
        pass(undefined, portion);
      }, pass);
    },
  });
  const cpu = process.cpuUsage();
  const wall = performance.now();
  const log = await readMasterLog(createReadStream(file).pipe(weigh));
  measured.cpu += secondsOf(process.cpuUsage(cpu));
  measured.wall += (performance.now() - wall) / 1000;
  const heapLate = await heldHeap();
  const { total, points } = log.outcome();
  const parsed: Parsed = {
    cpuSeconds: measured.cpu,
    wallSeconds: measured.wall,
    heapEarly: heapEarly!,
    heapLate,
    peakRss: process.resourceUsage().maxRSS * 1024,
    requests: total?.requests,
    points: points.length,
  };
  process.send!(parsed);
}

function secondsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}

main().then(
  () => process.disconnect(),
  error => {
    process.stderr.write(`${error?.stack ?? error}\n`);
    process.exit(1);
  },
);
