export const layout = {
  copied: 'Copied',
  table: '{{title}} table',
  couldNotCopy: 'Could not copy: select the text instead',
} as const;
