'use strict';

// The unit tests' configuration, for what is deployed as in production: `*.production.test.ts`.
module.exports = async () => {
  const { projects, ...root } = await require('@backstage/cli/config/jest');
  return {
    ...root,
    globalSetup: '<rootDir>/scripts/productionCluster.cjs',
    globalTeardown: '<rootDir>/scripts/integrationClusterDown.cjs',
    testTimeout: 20 * 60_000,
    projects: projects.map(project => ({
      ...project,
      testMatch: ['**/*.production.test.ts'],
      testPathIgnorePatterns: ['/node_modules/'],
    })),
  };
};
