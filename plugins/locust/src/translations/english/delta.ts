export const delta = {} as const;
