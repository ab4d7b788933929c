export const overview = {
  title: 'Overview',
  figures: 'Figures of all load tests',
  stopOf: 'Stop {{test}}',
  active: {
    title: 'Running and queued',
    counted: '{{running}} running · {{queued}} queued',
    none: 'Nothing runs or waits',
    noneHint: 'Runs of every cluster show here as soon as they are asked for.',
  },
  failing: {
    title: 'Failing tests',
    about:
      'their last run failed its thresholds or could not run; of the last five weeks',
    none: 'No test fails',
    once: 'once, {{when}}',
    inARow: '{{number}} in a row, the first {{when}}',
    atLeast: 'at least {{number}} in a row, the first {{when}} or earlier',
    lastRunOf: 'Last run of {{test}}',
  },
  limits: {
    title: 'Limits',
    about: 'how many runs may go at once, and who is near that',
    partly:
      'Only runs that you may see are counted; those of others may take up room as well.',
    who: 'Who',
    waiting: 'Waiting',
    wholeCluster: 'All of {{cluster}}',
    namespace: 'Namespace {{namespace}}',
    unlimited: '{{running}}, no limit',
    near: 'near its limit',
    full: 'at its limit',
    nearCount: 'Near a limit',
    ownersShown: '{{number}} of {{total}} owners shown',
    setting: 'No limit is set; {{setting}} in the app configuration sets one.',
  },
} as const;
