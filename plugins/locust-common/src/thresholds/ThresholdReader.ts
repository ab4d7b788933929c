/** A threshold that cannot be read. The message is a sentence for a person. @public */
export class ThresholdError extends Error {
  /** Where in the text, in UTF-16 units from 0: what an editor counts. */
  readonly index: number;

  constructor(message: string, index: number) {
    super(message);
    this.name = 'ThresholdError';
    this.index = index;
  }
}

const SPACES = /[ \t\r\n]*/y;
/** What is shown of the text where it goes wrong. */
const WORD = /[^ \t\r\n]{1,20}/y;

/** Goes through a threshold from left to right and knows where it is. */
export class ThresholdReader {
  index = 0;

  constructor(readonly text: string) {}

  /** The next piece of this shape, before `end`; undefined: there is none, and nothing was read. */
  take(pattern: string, end: number = this.text.length): string | undefined {
    const sticky = new RegExp(pattern, 'uy');
    sticky.lastIndex = this.index;
    const found = sticky.exec(this.text.slice(0, end))?.[0];
    this.index += found?.length ?? 0;
    return found;
  }

  /** Goes on behind white space; tells whether there was any. */
  skipSpace(): boolean {
    SPACES.lastIndex = this.index;
    const skipped = SPACES.exec(this.text)?.[0].length ?? 0;
    this.index += skipped;
    return skipped > 0;
  }

  get atEnd(): boolean {
    return this.index >= this.text.length;
  }

  /** What is wrong here, and what would be right. */
  unexpected(expected: string): ThresholdError {
    WORD.lastIndex = this.index;
    const found = WORD.exec(this.text)?.[0];
    // People count characters, not the two units that an emoji takes.
    const position = [...this.text.slice(0, this.index)].length + 1;
    return new ThresholdError(
      `There is a mistake in ${quote(this.text)} at character ${position}: ${
        found === undefined
          ? 'there is nothing'
          : `${quote(found)} is not right`
      } here; ${expected}.`,
      this.index,
    );
  }
}

function quote(text: string): string {
  const shown = [...text];
  return JSON.stringify(
    shown.length > 120 ? `${shown.slice(0, 119).join('')}…` : text,
  );
}
