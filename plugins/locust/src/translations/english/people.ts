export const people = {
  you: 'You',
} as const;
