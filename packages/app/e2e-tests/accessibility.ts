import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

export const COLOUR_SCHEMES = ['light', 'dark'] as const;

/** Of a desk and of a small phone. */
export const WIDTHS = [1280, 360] as const;

/** What a screen violates of WCAG 2.1 A and AA, contrast included, below `root`. */
export async function violations(
  page: Page,
  root: string,
  except: readonly string[] = [],
): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page })
    .include(root)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']);
  for (const selector of except) {
    axe.exclude(selector);
  }
  const { violations: found } = await axe.analyze();
  return found.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map(({ target, any }) => `${target.join(' ')} (${any[0]?.message})`)
        .join(', ')}`,
  );
}

/** Nothing of the page may lie beside the window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () =>
      document.documentElement.scrollWidth -
      document.documentElement.clientWidth,
  );
  expect(overflow, 'sideways overflow').toBe(0);
}
