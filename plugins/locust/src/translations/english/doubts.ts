export const doubts = {
  mark: 'Figures less to be trusted: {{doubts}}',
  soFar: 'The figures so far are less to be trusted',
  title: 'These figures are less to be trusted',
} as const;
