import { defineConfig } from '@playwright/test';
import base from './playwright.config';

/**
 * The main tests in a browser on two replicas, of which one is killed every minute: a step of `npm run test:full`. Not
 * those that kill the one backend themselves, nor those that count the seconds until a figure is shown.
 */
export default defineConfig({
  ...base,
  testDir: 'packages/app',
  testMatch: [
    ...[
      'appliedManifest',
      'badInput',
      'emergencyStop',
      'htmlReport',
      'oneOffRun',
      'people',
      'reasons',
      'repositoryFolder',
      'schedule',
    ].map(name => `e2e-tests/${name}.test.ts`),
    'replica-tests/*.test.ts',
  ],
  // A leader that was just killed is followed by another once its lease is over, after 15 seconds.
  grepInvert: /within 10 s/,
  globalSetup: './scripts/replicasUnderTest.cjs',
  globalTimeout: 60 * 60_000,
  outputDir: 'test-results/replicas',
});
