export const locustPage = {} as const;
