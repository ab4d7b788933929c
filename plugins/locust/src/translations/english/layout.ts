export const layout = {
  copied: 'Copied',
  couldNotCopy: 'Could not copy: select the text instead',
} as const;
