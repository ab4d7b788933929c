/** A Python traceback as it is told in one line. */
export interface Traceback {
  /** The last line: `SyntaxError: expected ':'`. */
  readonly error: string;
  /** Where, in the user's own code if the traceback goes through it. */
  readonly file?: string;
  readonly line?: number;
  /** That place is in the user's own code. */
  readonly inUsersCode: boolean;
}

const BEGIN = 'Traceback (most recent call last):';
const FRAME = /^\s{0,16}File "([^"]{1,1000})", line (\d{1,9})/;
const LIBRARY = /site-packages|\/lib\/python3|^<|\/bin\/locust$/;

/** Python says this before a traceback that changes nothing, mostly while the interpreter is ending. */
const IGNORED = 'Exception ignored in';

/** Follows lines and remembers the last traceback among them. */
export class TracebackReader {
  private open = false;
  private ignored = false;
  private place?: { readonly file: string; readonly line: number };
  private last?: Traceback;

  /** The last traceback that came to its end. */
  get traceback(): Traceback | undefined {
    return this.last;
  }

  add(line: string): void {
    if (!this.open) {
      if (line.endsWith(BEGIN)) {
        this.open = true;
        this.place = undefined;
      } else {
        this.ignored = line.startsWith(IGNORED);
      }
      return;
    }
    const frame = line.startsWith(' ') ? FRAME.exec(line) : undefined;
    if (frame) {
      // The last frame in the user's code; any other only until there is one.
      if (
        !LIBRARY.test(frame[1]) ||
        !this.place ||
        LIBRARY.test(this.place.file)
      ) {
        this.place = { file: frame[1], line: Number(frame[2]) };
      }
      return;
    }
    if (line.startsWith(' ') || line === '') {
      return;
    }
    this.open = false;
    if (this.ignored) {
      this.ignored = false;
      return;
    }
    this.last = {
      error: line.slice(0, 1000),
      ...this.place,
      inUsersCode: this.place !== undefined && !LIBRARY.test(this.place.file),
    };
  }
}
