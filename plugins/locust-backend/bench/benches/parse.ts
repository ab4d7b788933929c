import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import type { Bench, BenchContext, Figure } from '../Bench';
import { LongLog } from '../LongLog';
import { nodeTransform } from '../nodeTransform';
import type { Parsed } from '../parseMain';

const MEGABYTES = 100;
const MB = 1e6;

/** Both languages that a master's log has. */
const LOGS = [
  {
    id: 'reporter',
    title: 'with the reporter',
    fixture: '2.47.0/normal.reporter.log',
  },
  {
    id: 'text',
    title: 'of Locust’s own tables',
    fixture: '2.47.0/normal.log',
  },
] as const;

/** What reading the logs of masters costs; each in a process of its own. */
export const bench: Bench = {
  name: 'parse',
  summary: `reading ${MEGABYTES} MB of a master's log: seconds of a core, memory`,
  order: 85,
  async run(context) {
    const figures: Figure[] = [];
    const details: Record<string, Parsed> = {};
    for (const log of LOGS) {
      const file = path.join(context.folder, `${log.id}.log`);
      context.say(`writing ${MEGABYTES} MB of a log ${log.title}`);
      const size = await writeLog(file, log.fixture);
      const parsed = await parse(context, file, size);
      details[log.id] = parsed;
      figures.push(...figuresOf(log, parsed));
    }
    return { figures, details };
  },
};

function figuresOf(
  { id, title }: (typeof LOGS)[number],
  parsed: Parsed,
): readonly Figure[] {
  const what = `${MEGABYTES} MB of log ${title}`;
  return [
    {
      id: `parse.${id}.cpu`,
      title: `${what}, time of a core`,
      unit: 's',
      measured: parsed.cpuSeconds,
      target: { kind: 'atMost', value: 5 },
    },
    {
      id: `parse.${id}.growth`,
      title: `${what}, held after all of it above after a tenth`,
      unit: 'MB',
      measured: (parsed.heapLate - parsed.heapEarly) / MB,
      // Points come until there are as many as are kept; beside those nothing grows.
      target: { kind: 'atMost', value: 2 },
    },
    {
      id: `parse.${id}.heap`,
      title: `${what}, heap held at the end`,
      unit: 'MB',
      measured: parsed.heapLate / MB,
    },
    {
      id: `parse.${id}.rss`,
      title: `${what}, most memory of the process`,
      unit: 'MB',
      measured: parsed.peakRss / MB,
    },
  ];
}

async function writeLog(file: string, fixture: string): Promise<number> {
  const log = new LongLog(fixture);
  const output = createWriteStream(file);
  let size = 0;
  const write = async (text: string) => {
    size += Buffer.byteLength(text);
    if (!output.write(text)) {
      await once(output, 'drain');
    }
  };
  await write(log.beginning());
  for (let index = 0; size < MEGABYTES * MB; index++) {
    await write(log.round(index));
  }
  await write(log.end());
  output.end();
  await once(output, 'finish');
  return size;
}

async function parse(
  { afterwards }: BenchContext,
  file: string,
  size: number,
): Promise<Parsed> {
  const child = fork(
    path.join(__dirname, '..', 'parseMain.ts'),
    [file, String(size)],
    { execArgv: ['--require', nodeTransform(), '--expose-gc'] },
  );
  afterwards(() => void child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    // What makes TypeScript run there has messages of its own.
    child.on('message', (message: Parsed | object) => {
      if ('cpuSeconds' in message) {
        resolve(message);
      }
    });
    child.once('error', reject);
    child.once('exit', code =>
      reject(new Error(`Reading the log ended with ${code}`)),
    );
  });
}
