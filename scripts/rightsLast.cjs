'use strict';

const { default: Sequencer } = require('@jest/test-sequencer');

/** Looks at what all the other tests have done. */
const LAST = 'usedRights.integration.test.ts';

/** Runs that file after all others, and tells it whether they are all there. */
module.exports = class RightsLast extends Sequencer {
  constructor(options) {
    super(options);
    const { testPathPatterns, testNamePattern, onlyFailures } =
      options.globalConfig;
    const all = !testPathPatterns.isSet() && !testNamePattern && !onlyFailures;
    process.env.LOCUST_TEST_WHOLE = String(all);
  }

  sort(tests) {
    const isLast = test => test.path.endsWith(LAST);
    const sorted = super.sort(tests);
    return [...sorted.filter(test => !isLast(test)), ...sorted.filter(isLast)];
  }
};
