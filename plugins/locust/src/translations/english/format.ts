export const format = {
  /** The language of the texts, which numbers and dates follow, as BCP 47 has it. */
  locale: 'en',
  justNow: 'just now',
  inAMoment: 'in a moment',
} as const;
