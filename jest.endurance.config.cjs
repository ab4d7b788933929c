'use strict';

// The unit tests' configuration, for the files that take minutes: `*.endurance.test.ts`.
module.exports = async () => {
  const { projects, ...root } = await require('@backstage/cli/config/jest');
  return {
    ...root,
    globalSetup: '<rootDir>/scripts/enduranceCluster.cjs',
    globalTeardown: '<rootDir>/scripts/integrationClusterDown.cjs',
    projects: projects.map(project => ({
      ...project,
      testMatch: ['**/*.endurance.test.ts'],
      testPathIgnorePatterns: ['/node_modules/'],
    })),
  };
};
