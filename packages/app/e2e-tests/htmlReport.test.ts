import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Locator } from '@playwright/test';
import { expect, test } from './portal';

const CHARTS = {
  'Requests and failures': ['Requests/s', 'Failures/s'],
  'Response times': ['Median', 'Average', '95 %'],
  Users: ['Users'],
};

/** Places that a line goes through, and how it looks. */
const lineOf = (path: Locator) =>
  path.evaluate((element: SVGPathElement) => {
    const { width, height } = element.getBBox();
    return {
      name: element.querySelector('title')?.textContent,
      places: element.getAttribute('d')!.match(/[ML]/g)?.length ?? 0,
      width,
      height,
      stroke: getComputedStyle(element).stroke,
    };
  });

test('the HTML report of a run, opened from disk without a network, shows the charts in light and dark', async ({
  api,
  browser,
}, testInfo) => {
  const { id } = await api.start('shop-reported', {
    runTime: '20s',
    users: 6,
    spawnRate: 1,
    thresholds: ['requests > 0'],
  });
  const run = await api.untilPhase(id, 'finished');
  const { items: points } = await api.get<{ items: unknown[] }>(
    `/runs/${id}/points`,
  );
  const file = testInfo.outputPath('report.html');
  await writeFile(file, await api.exportOf(id, 'html'));
  const address = pathToFileURL(file).href;

  const pages: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ colorScheme, offline: true });
    const asked: string[] = [];
    context.on('request', request => asked.push(request.url()));
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', message => complaints.push(message.text()));
    await page.goto(address);
    await page.waitForLoadState('networkidle');

    await expect(page).toHaveTitle(/^shop-reported/);
    await expect(page.locator('header')).toContainText(
      run.total!.requests.toLocaleString('en-US'),
    );
    const paper = await page
      .locator('section')
      .first()
      .evaluate(element => getComputedStyle(element).backgroundColor);
    pages.push(paper);
    for (const [title, series] of Object.entries(CHARTS)) {
      const chart = page.getByRole('img', { name: `${title} over` });
      await expect(chart).toBeVisible();
      const lines = await Promise.all(
        (await chart.locator('path.line').all()).map(lineOf),
      );
      expect(lines.map(({ name }) => name)).toEqual(series);
      for (const { places, width, stroke } of lines) {
        expect(stroke, title).toMatch(/^rgb/);
        expect(stroke, title).not.toBe(paper);
        expect(places, title).toBeGreaterThan(5);
        expect(places, title).toBeLessThanOrEqual(points.length);
        // Twenty seconds of it across the whole chart, whose drawing is 560 wide.
        expect(width, title).toBeGreaterThan(300);
      }
      // Users came one by one and made more and more requests; what these took may have been the same all the time.
      if (title !== 'Response times') {
        expect(lines[0].height, title).toBeGreaterThan(20);
      }
    }
    expect(asked).toEqual([address]);
    expect(complaints).toEqual([]);
    await context.close();
  }
  expect(new Set(pages).size).toBe(2);
});
