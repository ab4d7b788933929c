import type { Page } from '@playwright/test';
import type { Point } from 'backstage-plugin-locust-common';
import type { RunStore } from '../../src/runs/RunStore';
import { quantile } from '../quantile';
import type { Portal } from './Portal';
import { enter } from './runListTime';
import { runStart, statistics } from './seedRuns';

/** As many as the history keeps of a run, and as can be drawn at once. */
const POINTS = 2_000;
const ENDPOINTS = 20;
const MOVES = 80;

/** Milliseconds from each move of the mouse over a chart until what it changes is painted. */
export interface HoverCost {
  readonly p50: number;
  readonly p95: number;
  readonly longest: number;
}

/** Moves the mouse over the charts of a run with all that can be drawn of it. */
export async function hoverCost(portal: Portal): Promise<HoverCost> {
  const id = await seedLongRun(portal.store);
  const context = await enter(portal);
  const page = await context.newPage();
  const chosen = new URLSearchParams(
    names().map(name => ['endpoint', `GET ${name}`]),
  );
  // The history keeps a quarter as many points of an endpoint; the charts have to do with as many as of the whole run.
  await page.route(/\/runs\/[^/]+\/points\?.*name=/, route =>
    route.fulfill({ json: { items: points(50) } }),
  );
  await page.goto(
    `${portal.url}/catalog/default/component/shop/load-tests/runs/${id}?${chosen}`,
  );
  const chart = page.getByRole('slider').first();
  await chart.waitFor();
  // The lines of all endpoints are there.
  await page
    .getByText(`GET ${names()[ENDPOINTS - 1]}`)
    .first()
    .waitFor();
  await chart.scrollIntoViewIfNeeded();
  const box = (await chart.boundingBox())!;
  await page.evaluate(watchMoves);
  for (let move = 0; move < MOVES; move++) {
    await page.mouse.move(
      box.x + box.width * (0.15 + (0.7 * move) / MOVES),
      box.y + box.height / 2,
    );
    await page.waitForFunction(
      count => (window as unknown as Watched).moves.length > count,
      move,
    );
  }
  const costs = await movesOf(page);
  await context.close();
  return {
    p50: quantile(costs, 0.5),
    p95: quantile(costs, 0.95),
    longest: Math.max(...costs),
  };
}

interface Watched {
  readonly moves: number[];
}

/** Runs in the page. */
function watchMoves(): void {
  const moves: number[] = [];
  Object.assign(window, { moves });
  window.addEventListener(
    'mousemove',
    () => {
      const from = performance.now();
      requestAnimationFrame(() =>
        setTimeout(() => moves.push(performance.now() - from)),
      );
    },
    true,
  );
}

function movesOf(page: Page): Promise<readonly number[]> {
  return page.evaluate(() => (window as unknown as Watched).moves);
}

function names(): readonly string[] {
  return Array.from({ length: ENDPOINTS }, (_, index) => `/products/${index}`);
}

function points(slower: number): Point[] {
  return Array.from({ length: POINTS }, (_, index) => ({
    elapsedSeconds: index * 2,
    users: 100,
    rps: 95 + (index % 10),
    failuresPerSecond: 0.1,
    median: 60 + slower + (index % 7),
    avg: 90 + slower,
    p95: 180 + slower + (index % 40),
    workers: 2,
  }));
}

async function seedLongRun(store: RunStore): Promise<string> {
  const start = runStart(888_888, new Date());
  const at = start.createdAt.getTime();
  await store.begin({ ...start, runTimeSeconds: POINTS * 2 });
  await store.progress(start.id, {
    phase: 'finished',
    startedAt: new Date(at),
    finishedAt: new Date(at + POINTS * 2_000),
    workersConnected: 2,
    exitCode: 0,
    total: statistics(400_000, 220),
    totalFinal: true,
  });
  await store.saveFigures(start.id, {
    final: true,
    points: points(0),
    endpointPoints: names().map((name, index) => ({
      method: 'GET',
      name,
      interval: 2,
      points: points(10 * index),
    })),
    requests: names().map((name, index) => ({
      method: 'GET',
      name,
      statistics: statistics(20_000, 180 + 10 * index),
    })),
    errors: [],
    exceptions: [],
  });
  return start.id;
}
