import {
  COLOUR_SCHEMES,
  expectNoSidewaysScroll,
  violations,
  WIDTHS,
} from '../e2e-tests/accessibility';
import { expect, test, visit, withoutErrors } from './devApp';
import { SCREENS, STATES } from './devScreens';

/** What the plugin shows is in there; around it is the app's frame. */
const PLUGIN = 'article';

for (const { name, path, shown } of [...STATES, ...SCREENS]) {
  test(`${name} says what is the case, to everybody, in both themes, wide and narrow`, async ({
    sharedApp: page,
  }) => {
    await withoutErrors(page, async () => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await visit(page, path);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        for (const colorScheme of COLOUR_SCHEMES) {
          await page.emulateMedia({ colorScheme });
          await shown(page);
          expect(
            await violations(page, PLUGIN),
            `${width} px, ${colorScheme}`,
          ).toEqual([]);
          await expectNoSidewaysScroll(page);
        }
      }
    });
  });
}
