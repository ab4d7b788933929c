import type { Knex } from 'knex';
import type { RunFilter } from '../runs/RunStore';
import { matchingRuns } from './listRuns';

/** How long a count is told again: a person does not see the difference, a database with many viewers does. */
const FRESH_MS = 15_000;

/** Of filters; the one that was asked for longest ago goes first. */
const MAX_COUNTS = 500;

interface Count {
  readonly value: Promise<number>;
  readonly at: number;
}

/** How many runs there are of a kind. Counting reads every one of them, so it is done seldom and for all who ask. */
export class RunCounts {
  private readonly counts = new Map<string, Count>();

  constructor(
    private readonly db: Knex,
    /** Milliseconds. */
    private readonly now: () => number,
  ) {}

  /** May be up to fifteen seconds old. */
  of(filter: RunFilter): Promise<number> {
    const key = keyOf(filter);
    const known = this.counts.get(key);
    const at = this.now();
    if (known && at - known.at < FRESH_MS) {
      return known.value;
    }
    const value = this.count(filter);
    this.counts.delete(key);
    this.counts.set(key, { value, at });
    value.catch(() => {
      // A failure is not told twice.
      if (this.counts.get(key)?.value === value) {
        this.counts.delete(key);
      }
    });
    for (const oldest of this.counts.keys()) {
      if (this.counts.size <= MAX_COUNTS) {
        break;
      }
      this.counts.delete(oldest);
    }
    return value;
  }

  private async count(filter: RunFilter): Promise<number> {
    const [{ count }] = await matchingRuns(this.db, filter).count<
      { count: number | string }[]
    >('* as count');
    return Number(count);
  }
}

/** The same for the same restrictions, whatever the order they are named in. */
function keyOf(filter: RunFilter): string {
  return JSON.stringify(
    Object.entries(filter)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [
        name,
        Array.isArray(value) ? [...new Set(value)].sort() : value,
      ])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
}
