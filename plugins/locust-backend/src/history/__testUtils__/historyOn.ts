import {
  TestDatabases,
  type TestDatabaseId,
  mockServices,
} from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import type { RunStart } from '../../runs/RunStore';
import { DatabaseRunStore } from '../DatabaseRunStore';
import { runStart } from './runStart';

/** A history in a database of its own, empty before each test. */
export interface TestHistory {
  readonly knex: Knex;
  readonly store: DatabaseRunStore;
  /** A run that has begun and, as they mostly have, ended. */
  ended(overrides: Partial<RunStart>): Promise<void>;
  /** What the history takes for the time. */
  time: Date;
}

// Creating a database takes its time where the machine is busy.
jest.setTimeout(60_000);

/** Declares the same tests for a history on each kind of database that there is. */
export function describeHistory(
  name: string,
  tests: (history: TestHistory) => void,
): void {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
  describe.each(databases.eachSupportedId())(`${name} on %s`, databaseId => {
    tests(historyOn(databases, databaseId));
  });
}

function historyOn(
  databases: TestDatabases,
  databaseId: TestDatabaseId,
): TestHistory {
  let store: DatabaseRunStore | undefined;
  let knex: Knex | undefined;
  const opened = <T>(it: T | undefined): T => {
    if (it === undefined) {
      throw new Error('There is no database before the first test');
    }
    return it;
  };
  const history: TestHistory = {
    get knex() {
      return opened(knex);
    },
    get store() {
      return opened(store);
    },
    time: new Date(),
    async ended(overrides) {
      const run = runStart(overrides);
      await history.store.begin(run);
      await history.store.progress(run.id, { phase: 'finished' });
    },
  };
  beforeAll(async () => {
    knex = await databases.init(databaseId);
    store = await DatabaseRunStore.create({
      database: mockServices.database({ knex }),
      now: () => history.time,
    });
  });
  beforeEach(async () => {
    history.time = new Date();
    // All that belongs to a run goes with it.
    await history.knex('runs').delete();
    await history.knex('locustfiles').delete();
    await history.knex('admitted_runs').delete();
    await history.knex('freezes').delete();
    await history.knex('told_states').delete();
  });
  return history;
}
