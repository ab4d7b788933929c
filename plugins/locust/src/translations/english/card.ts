export const card = {
  noRun: 'No load test has run here yet.',
  next: 'Next scheduled run: {{when}}',
  runBefore: 'The run before it:',
  trend: 'Trend',
  trendFailed: 'The trend could not be loaded: {{message}}',
} as const;
