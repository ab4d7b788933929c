'use strict';

// The unit tests' configuration, for the files that need a cluster: `*.integration.test.ts`.
module.exports = async () => {
  const { projects, ...root } = await require('@backstage/cli/config/jest');
  return {
    ...root,
    globalSetup: '<rootDir>/scripts/integrationCluster.cjs',
    globalTeardown: '<rootDir>/scripts/integrationClusterDown.cjs',
    testSequencer: '<rootDir>/scripts/rightsLast.cjs',
    testTimeout: 60_000,
    projects: projects.map(project => ({
      ...project,
      testMatch: ['**/*.integration.test.ts'],
      testPathIgnorePatterns: ['/node_modules/'],
    })),
  };
};
