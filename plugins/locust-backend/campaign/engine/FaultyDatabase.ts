import type { Knex } from 'knex';
import type { DatabaseFault } from './EngineMessages';

interface Statement {
  readonly sql?: string;
}

interface Driver {
  _query(connection: unknown, statement: Statement): Promise<unknown>;
}

/** Counts the transactions of a database, and lets one fault befall it. */
export class FaultyDatabase {
  private begun = 0;
  private faultUntil = -Infinity;
  private struck = false;

  /** @param pause - by a clock that is not scaled */
  constructor(
    db: Knex,
    private readonly fault: DatabaseFault | undefined,
    private readonly pause: (ms: number) => Promise<void>,
  ) {
    const driver = Object.getPrototypeOf(db.client) as Driver;
    const query = driver._query;
    const around = (run: () => Promise<unknown>, sql: string) =>
      this.around(run, sql);
    driver._query = function faulty(connection, statement) {
      return around(
        () => query.call(this, connection, statement),
        statement.sql ?? '',
      );
    };
  }

  get transactions(): number {
    return this.begun;
  }

  private async around(
    run: () => Promise<unknown>,
    sql: string,
  ): Promise<unknown> {
    if (/^BEGIN/i.test(sql)) {
      this.begun += 1;
    }
    const { fault } = this;
    if (!fault || this.begun < fault.transaction) {
      return run();
    }
    if (fault.kind === 'commit-unknown') {
      const answer = await run();
      if (!this.struck && /^COMMIT/i.test(sql)) {
        this.struck = true;
        throw new Error('Connection terminated unexpectedly');
      }
      return answer;
    }
    if (!this.struck) {
      this.struck = true;
      this.faultUntil = Date.now() + fault.ms;
    }
    if (fault.kind === 'slow') {
      await this.pause(fault.ms);
      return run();
    }
    // What has begun may be taken back: the driver does so with the connection.
    if (Date.now() < this.faultUntil && !/^ROLLBACK/i.test(sql)) {
      throw Object.assign(
        new Error(
          fault.kind === 'busy'
            ? 'database is locked'
            : 'Connection terminated unexpectedly',
        ),
        { code: fault.kind === 'busy' ? 'SQLITE_BUSY' : 'ECONNRESET' },
      );
    }
    return run();
  }
}
