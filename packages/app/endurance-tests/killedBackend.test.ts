import { setTimeout as delay } from 'node:timers/promises';
import type { Point } from 'backstage-plugin-locust-common';
import {
  expect,
  kubectl,
  SHOP_LOCUSTFILE,
  tellBackend,
  test,
} from '../e2e-tests/portal';
import { expectPrintedFigures, podLogOf } from '../e2e-tests/printedFigures';
import { comparable, printedPoints } from './printedPoints';
import { seeded } from './seeded';

/** As many as are asked for; fewer with KILL_RUNS, for a look. */
const RUNS = Number(process.env.KILL_RUNS ?? 20);
const RUN_SECONDS = 90;
/** Three pods each. With more, workers miss their heartbeats on a machine of two cores. */
const AT_ONCE = 5;
const KILLED_AFTER_SECONDS = { least: 10, most: 30 };
/** Where a start takes longer, time counts from its end: else a slow machine would have a backend that is never there. */
const START_MS = 10_000;
const RECORDED_AFTER_MS = 60_000;

/** The seed of the moments at which the backend is killed; the same again with KILL_SEED. */
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 2 ** 31);

interface ListedJob {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly status: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
    }[];
  };
}

const names = Array.from(
  { length: RUNS },
  (_, index) => `killed-${SEED.toString(36)}-${index + 1}`,
);

async function answer(args: readonly string[], input?: object) {
  const { code, stdout, stderr } = await kubectl(args, input);
  expect(code, stderr).toBe(0);
  return stdout;
}

const apply = (name: string) =>
  answer(['create', '--filename', '-'], {
    apiVersion: 'locust-qa.xyz/v1',
    kind: 'Locust',
    metadata: { name },
    spec: {
      workers: 2,
      users: 4,
      spawnRate: 4,
      runTime: `${RUN_SECONDS}s`,
      host: 'http://shop.demo.svc.cluster.local',
      locustfile: { inline: SHOP_LOCUSTFILE },
    },
  });

/** How many of the runs have come to their end, by the cluster's word. */
async function ended(): Promise<number> {
  const { items } = JSON.parse(
    await answer(['get', 'jobs', '--selector', 'locust', '--output', 'json']),
  ) as { items: ListedJob[] };
  return items.filter(
    ({ metadata, status }) =>
      names.includes(metadata.labels.locust) &&
      status.conditions?.some(
        ({ type, status: holds }) =>
          (type === 'Complete' || type === 'Failed') && holds === 'True',
      ),
  ).length;
}

/** Resolves once the backend answers; false where it was not waited for any more. */
async function untilItAnswers(url: string, signal: AbortSignal) {
  while (!signal.aborted) {
    const response = await fetch(`${url}/.backstage/health/v1/readiness`, {
      signal,
    }).catch(() => undefined);
    if (response?.ok) {
      return true;
    }
    await delay(200, undefined, { signal }).catch(() => {});
  }
  return false;
}

/** Kills the backend again and again, each time at a random moment after it was started. */
function killAgainAndAgain(url: string, random: () => number) {
  const { least, most } = KILLED_AFTER_SECONDS;
  const stopped = new AbortController();
  const { signal } = stopped;
  const lives: number[] = [];
  const done = (async () => {
    for (let startedAt = Date.now(); ; ) {
      await untilItAnswers(url, signal);
      const isSlow = Date.now() - startedAt > START_MS;
      const life = (least + (most - least) * random()) * 1000;
      const until = (isSlow ? Date.now() : startedAt) + life;
      await delay(until - Date.now(), undefined, { signal }).catch(() => {});
      if (signal.aborted) {
        return;
      }
      lives.push((Date.now() - startedAt) / 1000);
      await tellBackend('kill');
      startedAt = Date.now();
      await tellBackend('launch');
    }
  })();
  // Told by whoever stops it.
  done.catch(() => {});
  return {
    lives,
    async stop() {
      stopped.abort();
      await done;
    },
  };
}

// The way back to a failure, wherever its words are shown.
test.afterEach(({ baseURL: _ }, testInfo) => {
  for (const error of testInfo.errors) {
    error.message = `With KILL_SEED=${SEED}: ${error.message}`;
  }
});

test(`${RUNS} runs of ${RUN_SECONDS} s are recorded whole and once though the backend is killed every 10 to 30 s`, async ({
  api,
  baseURL,
}) => {
  test.setTimeout(20 * 60_000);
  const tell = (text: string) => process.stdout.write(`${text}\n`);
  tell(`The backend is killed by seed ${SEED}; again with KILL_SEED=${SEED}`);

  const killing = killAgainAndAgain(baseURL!, seeded(SEED));
  let lastEndedAt: number;
  try {
    let applied = 0;
    for (;;) {
      const over = await ended();
      // One after the other: a Python that starts takes a core for seconds.
      if (applied < RUNS && applied - over < AT_ONCE) {
        await apply(names[applied]);
        applied += 1;
      }
      if (over === RUNS) {
        lastEndedAt = Date.now();
        break;
      }
      await delay(2_000);
    }
  } finally {
    await killing.stop();
  }
  tell(
    `${killing.lives.length} kills, after ${killing.lives
      .map(life => life.toFixed(1))
      .join(', ')} s`,
  );
  expect(killing.lives.length).toBeGreaterThan(0);

  // What is not recorded by then counts as missing.
  await untilItAnswers(baseURL!, AbortSignal.timeout(5 * 60_000));
  const since = Math.max(lastEndedAt, Date.now() - START_MS);
  await delay(since + RECORDED_AFTER_MS - Date.now());
  let points = 0;
  for (const name of names) {
    const runs = await api.runsOf(name);
    expect(runs, name).toHaveLength(1);
    const [run] = runs;
    expect(run, name).toMatchObject({ name, phase: 'finished' });
    const podLog = await podLogOf(run);
    await expectPrintedFigures(api, run, podLog);

    const { items } = await api.get<{ items: Point[] }>(
      `/runs/${run.id}/points`,
    );
    const printed = printedPoints(podLog);
    expect(printed.length, name).toBeGreaterThan(RUN_SECONDS / 4);
    expect(items.map(comparable), name).toEqual(printed);
    points += items.length;

    const { complete, lines } = await api.logOf(run.id);
    expect(complete, name).toBe(true);
    expect(lines, name).toEqual(
      podLog
        // The end of the last line, which may be an empty one.
        .replace(/\n$/, '')
        .split('\n')
        .filter(line => !line.startsWith('@@locust {')),
    );
  }
  tell(
    `${RUNS} complete outcomes with ${points} points, as printed, none twice`,
  );
});
