export const action = {
  cancel: 'Cancel',
  failed: 'That did not work',
} as const;
