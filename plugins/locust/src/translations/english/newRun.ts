export const newRun = {} as const;
