import { defineConfig } from '@playwright/test';
import base from './playwright.config';

/** The screens on made-up data, in the plugin's development app: no cluster, no backend. */
export default defineConfig({
  ...base,
  testDir: 'packages/app/dev-tests',
  globalSetup: './scripts/devAppUnderTest.cjs',
  timeout: 120_000,
  globalTimeout: 50 * 60_000,
  outputDir: 'test-results/dev',
  reporter: [
    ['list'],
    ...(process.env.E2E_JSON
      ? [['json', { outputFile: process.env.E2E_JSON }] as const]
      : []),
  ],
});
