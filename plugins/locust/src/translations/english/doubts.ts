export const doubts = {} as const;
