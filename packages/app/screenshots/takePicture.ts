import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { COLOUR_SCHEMES, WIDTHS } from '../e2e-tests/accessibility';

const ROOT = path.resolve(__dirname, '..', '..', '..');
/** All pictures; not kept in the repository. */
const PICTURES = path.join(ROOT, 'pictures');
/** Those that the documentation shows. */
const IMAGES = path.join(ROOT, 'docs', 'images');

/** One screen in both themes and at both widths; `ready` is waited for each time. */
export async function takePictures(
  page: Page,
  name: string,
  ready: () => Promise<void>,
): Promise<void> {
  for (const colorScheme of COLOUR_SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: width === 360 ? 780 : 900 });
      await ready();
      const file = `${name}-${colorScheme}-${width}.png`;
      const picture = path.join(PICTURES, file);
      await page.screenshot({ path: picture, animations: 'disabled' });
      keepWhereShown(picture, file);
    }
  }
}

function keepWhereShown(picture: string, file: string): void {
  if (documentation().some(text => text.includes(`images/${file}`))) {
    mkdirSync(IMAGES, { recursive: true });
    copyFileSync(picture, path.join(IMAGES, file));
  }
}

function documentation(): readonly string[] {
  const docs = path.join(ROOT, 'docs');
  return [
    path.join(ROOT, 'README.md'),
    ...readdirSync(docs)
      .filter(name => name.endsWith('.md'))
      .map(name => path.join(docs, name)),
  ].map(file => readFileSync(file, 'utf8'));
}
