import type { Page } from '@playwright/test';
import {
  COLOUR_SCHEMES,
  expectNoSidewaysScroll,
  violations,
  WIDTHS,
} from '../e2e-tests/accessibility';
import { expect, test, visit, withoutErrors } from './devApp';
import { SCREENS } from './devScreens';

/** Of every screen, in the language that it is not to speak. */
const ENGLISH =
  /\b(Load tests|New run|All runs|Spawn rate|Response times|Requests\/s|ended|started by|Next runs?)\b/;

async function speak(page: Page, language: string): Promise<void> {
  await page.evaluate(it => localStorage.setItem('language', it), language);
  await page.reload();
}

// The other tests of the worker share its page.
test.beforeAll(({ sharedApp }) => speak(sharedApp, 'de'));
test.afterAll(({ sharedApp }) => speak(sharedApp, 'en'));

for (const { name, path } of SCREENS) {
  test(`${name} has room for German, in both themes, wide and narrow`, async ({
    sharedApp: page,
  }, testInfo) => {
    await withoutErrors(page, async () => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await visit(page, path);
      const shown = page.getByRole('article');
      await expect(shown).toContainText(/\w/);
      await expect(page.getByRole('status', { name: /geladen/ })).toHaveCount(
        0,
      );
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        for (const colorScheme of COLOUR_SCHEMES) {
          await page.emulateMedia({ colorScheme });
          expect(
            await violations(page, 'article'),
            `${width} px, ${colorScheme}`,
          ).toEqual([]);
          await expectNoSidewaysScroll(page);
        }
        await page.screenshot({
          path: testInfo.outputPath(`${width}.png`),
          animations: 'disabled',
        });
      }
      await expect(shown).not.toContainText(ENGLISH);
    });
  });
}
