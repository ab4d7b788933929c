import { defineConfig } from '@playwright/test';
import base from './playwright.config';

/** A first load test in an app that was made by the README, which scripts/installProof has made and started. */
export default defineConfig({
  ...base,
  testDir: 'packages/app/install-tests',
  globalSetup: undefined,
  globalTimeout: 15 * 60_000,
  outputDir: 'test-results/install',
  reporter: [
    ['list'],
    ...(process.env.E2E_JSON
      ? [['json', { outputFile: process.env.E2E_JSON }] as const]
      : []),
  ],
});
