import type { BrowserContext } from '@playwright/test';
import { quantile } from '../quantile';
import type { Portal } from './Portal';

const LIST = '/catalog/default/component/shop/load-tests';
/** A page of the list. */
const ROWS = 25;
const MEASURED = 5;

/** Of the visits to the list, each with nothing in the browser's cache. */
export interface RunListTimes {
  /** Milliseconds from the navigation until the runs can be read and the page answers to a hand. */
  readonly interactive: number;
  /** Each visit's. */
  readonly visits: readonly number[];
}

/** Enters as a guest, so that what is measured is the list and not the door. */
export async function enter({ url, browser }: Portal): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
  });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole('button', { name: 'Enter', exact: true }).click();
  await page
    .getByRole('heading', { name: /Catalog/ })
    .first()
    .waitFor();
  await page.close();
  return context;
}

export async function runListTime(portal: Portal): Promise<RunListTimes> {
  const visits: number[] = [];
  // The first one only warms the server up.
  for (let visit = 0; visit <= MEASURED; visit++) {
    const context = await enter(portal);
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
    await page.addInitScript(watchForRows, ROWS);
    await page.goto(`${portal.url}${LIST}`, { waitUntil: 'commit' });
    const ready = await page.waitForFunction(
      () => (window as unknown as { listReadyAt?: number }).listReadyAt,
      undefined,
      { timeout: 120_000 },
    );
    if (visit > 0) {
      visits.push((await ready.jsonValue())!);
    }
    await context.close();
  }
  return { interactive: quantile(visits, 0.5), visits };
}

/**
 * Runs in the page. Writes down when the rows of the list are painted and a task that was put in the queue then has had
 * its turn: whatever still holds the page up counts.
 */
function watchForRows(rows: number): void {
  const look = () => {
    const shown = document.querySelectorAll(
      'table[aria-label="Runs"] tbody tr',
    ).length;
    if (shown < rows) {
      requestAnimationFrame(look);
      return;
    }
    requestAnimationFrame(() =>
      setTimeout(() => {
        (window as unknown as { listReadyAt?: number }).listReadyAt =
          performance.now();
      }),
    );
  };
  look();
}
