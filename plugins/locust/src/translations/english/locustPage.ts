export const locustPage = {
  view: 'View',
} as const;
