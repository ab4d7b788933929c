export const home = {
  failing: 'Failing',
  running: 'Running now',
  last: 'Last runs',
  none: 'Nothing that you own was loaded yet.',
} as const;
