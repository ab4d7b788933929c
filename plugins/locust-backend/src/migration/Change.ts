/** Something that would not be as it is. */
export interface Change {
  readonly what: string;
  readonly now: string;
  readonly then: string;
}

/** What is said where there is nothing. */
export const NOTHING = 'none';
