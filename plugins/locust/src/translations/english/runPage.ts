export const runPage = {} as const;
