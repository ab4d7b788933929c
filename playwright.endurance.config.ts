import { defineConfig } from '@playwright/test';
import base from './playwright.config';

/** What takes minutes on the embedded cluster with real load tests: a step of `npm run test:full`. */
export default defineConfig({
  ...base,
  testDir: 'packages/app/endurance-tests',
  outputDir: 'test-results/endurance',
});
