import { defineConfig } from '@playwright/test';
import base from './playwright.config';

/** Pictures of the portal on the embedded cluster with real runs: `npm run screenshots`. */
export default defineConfig({
  ...base,
  testDir: 'packages/app/screenshots',
  testMatch: 'portal.test.ts',
  outputDir: 'test-results/screenshots',
  reporter: [['list']],
});
