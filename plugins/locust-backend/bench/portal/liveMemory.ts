import type { CDPSession, Page } from '@playwright/test';
import type { RunStore } from '../../src/runs/RunStore';
import type { BenchContext } from '../Bench';
import type { Portal } from './Portal';
import { enter } from './runListTime';
import { runStart, statistics } from './seedRuns';

/** How often a live page is renewed at least. */
const STEP_SECONDS = 2;
const HOUR_SECONDS = 3_600;
const ENDPOINTS = 20;

/** What a page holds after what nobody refers to was given back. */
export interface PageMemory {
  readonly atSeconds: number;
  readonly heapBytes: number;
  readonly domNodes: number;
  readonly listeners: number;
}

/**
 * The page of a run that goes, open for an hour in fast motion: the run's figures are written as the engine writes
 * them, two seconds each, and the page's own clock is moved on as far, so that it asks the backend as often as it would.
 *
 * @returns what it held at the beginning, after every quarter, and at the end
 */
export async function liveMemory(
  portal: Portal,
  say: BenchContext['say'],
): Promise<readonly PageMemory[]> {
  const { store, url } = portal;
  const now = new Date();
  const run = { ...runStart(999_999, now), createdAt: now };
  await store.begin({ ...run, runTimeSeconds: 2 * HOUR_SECONDS });
  await writeStep(store, run.id, now, 0);

  const context = await enter(portal);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('HeapProfiler.enable');
  await page.clock.install({ time: now });
  // A stream would keep to the time of the wall, of which only minutes pass. Something between that answers otherwise
  // makes the page ask.
  await page.route(/\/api\/locust\/runs\/[^/]+\/live/, route =>
    route.fulfill({ contentType: 'text/html', body: '' }),
  );
  await page.goto(
    `${url}/catalog/default/component/shop/load-tests/runs/${run.id}`,
  );
  await page.getByRole('status', { name: 'State of the run' }).waitFor();
  const measured: PageMemory[] = [];
  const quarter = HOUR_SECONDS / 4;
  for (
    let second = STEP_SECONDS;
    second <= HOUR_SECONDS;
    second += STEP_SECONDS
  ) {
    await writeStep(store, run.id, now, second);
    const points = page.waitForResponse(/\/runs\/[^/]+\/points/, {
      timeout: 30_000,
    });
    await page.clock.runFor(STEP_SECONDS * 1_000);
    await points;
    // The first minute fills what is kept for good, such as the code of the charts.
    if (second === 60 || second % quarter === 0) {
      const memory = await memoryOf(page, devtools, second);
      say(
        `after ${second} s: ${Math.round(memory.heapBytes / 1e4) / 100} MB, ${
          memory.domNodes
        } nodes, ${memory.listeners} listeners`,
      );
      measured.push(memory);
    }
  }
  await context.close();
  return measured;
}

async function memoryOf(
  page: Page,
  devtools: CDPSession,
  atSeconds: number,
): Promise<PageMemory> {
  await page.clock.runFor(200);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await devtools.send(
    'Memory.getDOMCounters',
  );
  return {
    atSeconds,
    heapBytes: usedSize,
    domNodes: nodes,
    listeners: jsEventListeners,
  };
}

/** What the engine writes of a run every two seconds. */
async function writeStep(
  store: RunStore,
  id: string,
  startedAt: Date,
  second: number,
): Promise<void> {
  const total = statistics(100 * (second + 1), 180 + (second % 40));
  await store.progress(id, {
    phase: 'running',
    startedAt,
    workersConnected: 2,
    currentUsers: 100,
    total,
  });
  await store.saveFigures(id, {
    points: [
      {
        elapsedSeconds: second,
        users: 100,
        rps: 95 + (second % 10),
        failuresPerSecond: 0.1,
        median: 60 + (second % 7),
        avg: 90,
        p95: 180 + (second % 40),
        workers: 2,
      },
    ],
    requests: Array.from({ length: ENDPOINTS }, (_, index) => ({
      method: 'GET',
      name: `/products/${index}`,
      statistics: statistics((second + 1) * 5, 150 + index),
    })),
    errors: [
      {
        occurrences: second + 1,
        method: 'GET',
        name: '/products/1',
        message: "HTTPError('502 Server Error: Bad Gateway')",
      },
    ],
    exceptions: [],
  });
}
