export const tab = {
  view: 'View',
  schedules: 'Schedules',
  schedulesCounted: 'Schedules ({{number}})',
} as const;
