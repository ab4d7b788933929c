import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { Bench, BenchContext } from '../Bench';

const VERSION = '2.47.0';
const RUN_SECONDS = 60;
const WORKERS = 2;
const USERS = 20;
const REPORTER = path.join(__dirname, '../../reporter');
const LOCUSTFILE = path.join(__dirname, '../locustfiles/endpoints.py');

/** What the locustfile says at the end of the master. */
interface Cost {
  readonly wallSeconds: number;
  readonly masterSeconds: number;
  readonly reporterSeconds: number;
  readonly endSeconds: number;
  readonly endpoints: number;
  readonly requests: number;
}

/** What the reporter takes of a real master's core. */
export const bench: Bench = {
  name: 'reporter',
  summary: `what the reporter costs a master of Locust ${VERSION} with 200 endpoints and ${WORKERS} workers`,
  order: 86,
  async run(context) {
    const cost = await measure(context);
    if (cost.endpoints < 200) {
      // Where the machine is busy, workers miss their heartbeats and the test is over before it has begun.
      throw new Error(
        `Only ${cost.endpoints} endpoints were asked, so this says nothing of what 200 cost`,
      );
    }
    return {
      figures: [
        {
          id: 'reporter.cost',
          title: 'reporter of a master with 200 endpoints, of a core',
          unit: '%',
          measured: (100 * cost.reporterSeconds) / cost.wallSeconds,
          target: { kind: 'atMost', value: 1 },
        },
        {
          id: 'reporter.end',
          title: 'reporter’s last lines, all endpoints once, time of a core',
          unit: 'ms',
          measured: 1000 * cost.endSeconds,
        },
        {
          id: 'reporter.master',
          title: 'that master with all it does, of a core',
          unit: '%',
          measured: (100 * cost.masterSeconds) / cost.wallSeconds,
        },
      ],
      details: cost,
    };
  },
};

async function measure(context: BenchContext): Promise<Cost> {
  const { folder, say, afterwards } = context;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a script of the repository, without types
  const { ensureLocust } = require('../../scripts/locustEnvironment.cjs') as {
    ensureLocust(
      version: string,
      options: { readonly progress: (text: string) => void },
    ): Promise<string>;
  };
  const environment = await ensureLocust(VERSION, { progress: say });
  const shop = await listen((_, response) => response.end('ok'));
  afterwards(() => {
    shop.close();
  });
  const port = await freePort();
  const start = (args: readonly string[], env: object): ChildProcess => {
    const child = spawn(
      path.join(environment, 'bin', 'locust'),
      ['--headless', '--locustfile', LOCUSTFILE, ...args],
      {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          HOME: folder,
          LANG: 'C.UTF-8',
          PYTHONDONTWRITEBYTECODE: '1',
          LOCUST_HOST: `http://127.0.0.1:${portOf(shop)}`,
          ...env,
        },
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    afterwards(() => void child.kill('SIGKILL'));
    return child;
  };
  say(`a test of ${RUN_SECONDS} s`);
  const master = start(
    [
      ...['--master', `--expect-workers=${WORKERS}`],
      ...['--master-bind-host=127.0.0.1', `--master-bind-port=${port}`],
      ...['--users', String(USERS), '--spawn-rate', String(USERS)],
      ...['--run-time', `${RUN_SECONDS}s`, '--only-summary'],
    ],
    { PYTHONPATH: REPORTER },
  );
  for (let index = 0; index < WORKERS; index++) {
    start(
      ['--worker', '--master-host=127.0.0.1', `--master-port=${port}`],
      {},
    ).stdout!.resume();
  }
  const log = await text(master.stdout!);
  const said = log.match(/^@@cost (.*)$/m);
  if (!said || !log.includes('@@locust {"kind":"end"')) {
    throw new Error(
      `The master did not come to its end with its reporter: ${log.slice(
        -500,
      )}`,
    );
  }
  return JSON.parse(said[1]) as Cost;
}

async function listen(
  answer: Parameters<typeof createServer>[1],
): Promise<Server> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function freePort(): Promise<number> {
  const server = await listen(() => {});
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
