export const usage = {
  title: 'Usage',
  about: 'by who owns what was tested',
  lastDays_one: 'Last day',
  lastDays_other: 'Last {{count, number}} days',
  export: 'Export CSV',
  none: 'No load test ran in this time',
  noneHint: 'Choose a longer time to see more.',
  owner: 'Owner',
  nobody: 'Nobody known',
  failed: 'Failed',
  errors: 'Could not run',
  userHours: 'User-hours',
  workerHours: 'Worker-hours',
  daily: 'Worker-hours by day',
  dailyOf:
    'Worker-hours of {{owner}} by day: runs on {{days}} days, at most {{most}}',
} as const;
