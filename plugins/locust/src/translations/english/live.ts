export const live = {
  offline: 'This device is not connected to the network.',
  silent: 'The connection to the portal has gone silent.',
} as const;
