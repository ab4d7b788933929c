import { defineConfig } from '@playwright/test';
import dev from './playwright.dev.config';

/** Pictures of every screen and state on made-up data: `npm run screenshots`. */
export default defineConfig({
  ...dev,
  testDir: 'packages/app/screenshots',
  testMatch: 'madeUp.test.ts',
  outputDir: 'test-results/dev-screenshots',
  reporter: [['list']],
});
