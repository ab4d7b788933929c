/** A page of the documentation that is written from the sources. */
export interface GeneratedPage {
  /** Below `docs`. */
  readonly path: string;
  readonly render: () => string;
}

/** At the top of each such page, for who would edit it. */
export const WRITTEN_BY =
  '<!-- Written by "npm run docs" from the sources. Change those, and run it again. -->';
