import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const DEBIANS_CHROMIUM = '/usr/bin/chromium';

/** Debian's Chromium where there is one; elsewhere the one that Playwright brings. */
const executablePath =
  process.env.CHROMIUM ??
  (existsSync(DEBIANS_CHROMIUM) ? DEBIANS_CHROMIUM : undefined);

export default defineConfig({
  testDir: 'packages/app/e2e-tests',
  globalSetup: './scripts/portalUnderTest.cjs',
  // A cluster, a portal and real load tests in both: one test after the other.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  timeout: 240_000,
  globalTimeout: 40 * 60_000,
  expect: { timeout: 15_000 },
  outputDir: 'test-results/e2e',
  reporter: [
    ['list'],
    ['html', { open: 'never', outputFolder: 'e2e-test-report' }],
    ...(process.env.E2E_JSON
      ? [['json', { outputFile: process.env.E2E_JSON }] as const]
      : []),
  ],
  use: {
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    actionTimeout: 20_000,
    navigationTimeout: 60_000,
    launchOptions: {
      executablePath,
      // Chromium's own sandbox refuses to work for root.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
});
