import { readFileSync } from 'node:fs';
import path from 'node:path';

const FIXTURES = path.join(__dirname, '..', 'src', 'outcomes', '__fixtures__');
const REPORT = '@@locust {';
/** Seconds between two reports, and between two of Locust's tables. */
const INTERVAL = 2;

/**
 * A test that goes on as long as it is wanted to, made of a recorded one: its beginning, what it said while it ran
 * again and again, and its end. Times go on; figures of a round are those that were recorded.
 */
export class LongLog {
  private readonly head: readonly string[];
  private readonly rounds: readonly (readonly string[])[];
  private readonly tail: readonly string[];
  private number = 0;
  private seconds = 0;

  /** @param fixture - a recorded log, as `2.47.0/normal.log` */
  constructor(fixture: string) {
    const lines = readFileSync(path.join(FIXTURES, fixture), 'utf8')
      .trimEnd()
      .split('\n');
    const begun = lines.findIndex(line => line.includes('All users spawned'));
    const over = lines.findIndex(line =>
      /--run-time limit|Shape test stopping/.test(line),
    );
    if (begun < 0 || over < 0) {
      throw new Error(`${fixture} is no record of a whole test`);
    }
    this.head = lines.slice(0, begun + 1);
    this.rounds = roundsOf(lines.slice(begun + 1, over));
    this.tail = lines.slice(over);
  }

  /** Seconds that the test has gone on, as its last report has them. */
  get elapsed(): number {
    return this.seconds;
  }

  beginning(): string {
    return this.text(this.head);
  }

  /** What is said in the next two seconds. */
  round(index: number): string {
    this.seconds += INTERVAL;
    return this.text(this.rounds[index % this.rounds.length]);
  }

  end(): string {
    return this.text(this.tail);
  }

  private text(lines: readonly string[]): string {
    return lines
      .map(line => {
        if (!line.startsWith(REPORT)) {
          return `${line}\n`;
        }
        this.number += 1;
        return `${line
          .replace(/"elapsed":[\d.]+/, `"elapsed":${this.seconds}`)
          .replace(/"n":\d+/, `"n":${this.number}`)}\n`;
      })
      .join('');
  }
}

/** A round begins with a report of the total or, where there is no reporter, with a table. */
function roundsOf(lines: readonly string[]): readonly (readonly string[])[] {
  const begins = lines.some(line => line.startsWith(REPORT))
    ? (line: string) => line.startsWith(`${REPORT}"kind":"total"`)
    : (line: string) => /# reqs +# fails/.test(line);
  const rounds: string[][] = [];
  for (const line of lines) {
    if (begins(line)) {
      rounds.push([]);
    }
    rounds[rounds.length - 1]?.push(line);
  }
  return rounds;
}
