import type { Run } from 'backstage-plugin-locust-common';
import type { Knex } from 'knex';
import { decodeRun, RUN_COLUMNS, type RunRow } from './RunRow';
import { visibleRuns } from './visibleRuns';

/** Runs of which others were not told that they are in another phase, or have a verdict. */
export class UntoldRuns {
  constructor(private readonly db: Knex) {}

  /**
   * The run as it is, for the one who is to tell of it; undefined where somebody was told of its phase and verdict
   * already, or is about to be. Of several who ask, on whatever replicas, one gets it.
   */
  async take(id: string): Promise<Run | undefined> {
    // What is compared and what is given back is one statement's, so no phase is told of twice or under another's name.
    const [row] = await visibleRuns(this.db)
      .where('id', id)
      .where(untold =>
        untold
          .where('told_rank', '<', this.db.ref('phase_rank'))
          .orWhereNot('told_verdict', this.db.ref('verdict')),
      )
      .update(
        {
          told_rank: this.db.ref('phase_rank'),
          told_verdict: this.db.ref('verdict'),
        },
        [...RUN_COLUMNS],
      );
    return row && decodeRun(row as RunRow);
  }
}
