import { FakeClock } from '../kube/testing/FakeClock';
import type { Freeze } from './Freeze';
import { FreezeBook } from './FreezeBook';
import type { FreezeWindow } from './FreezeWindow';

const HOUR = 60 * 60_000;
/** What the fake clock begins at. */
const START = Date.UTC(2030, 0, 1);
const at = (hours: number) => new Date(START + hours * HOUR);

const place = (change: object = {}) => ({
  cluster: 'eu-1',
  namespace: 'load',
  owner: 'group:default/shop' as string | undefined,
  ...change,
});

const freeze = (id: string, change: Partial<Freeze> = {}): Freeze => ({
  id,
  reason: id,
  from: at(0),
  stopsRuns: false,
  configured: false,
  ...change,
});

function setUp(windows: readonly FreezeWindow[] = []) {
  const clock = new FakeClock();
  const state = {
    declared: [] as readonly Freeze[],
    error: undefined as Error | undefined,
    changes: 0,
    failures: [] as string[],
  };
  const book = new FreezeBook({
    windows,
    declared: async () => {
      if (state.error) {
        throw state.error;
      }
      return state.declared;
    },
    clock,
    onFailure: message => state.failures.push(message),
  });
  book.onChange(() => {
    state.changes += 1;
  });
  return { clock, state, book };
}

describe('FreezeBook', () => {
  it('holds where and for whom a freeze is, from its beginning to its end', async () => {
    const { clock, state, book } = setUp();
    state.declared = [
      freeze('sale', {
        clusters: ['eu-*'],
        owners: ['group:default/shop'],
        from: at(1),
        until: at(2),
      }),
    ];
    await book.refresh();
    expect(book.at(place())).toBeUndefined();
    await clock.advance(HOUR);
    expect(book.at(place())?.id).toBe('sale');
    expect(book.at(place({ cluster: 'us-1' }))).toBeUndefined();
    expect(book.at(place({ owner: 'group:default/search' }))).toBeUndefined();
    expect(book.at(place({ owner: undefined }))).toBeUndefined();
    await clock.advance(HOUR);
    expect(book.at(place())).toBeUndefined();
  });

  it('says of several the one that ends last, and stops runs only for one that does so', async () => {
    const { state, book } = setUp();
    state.declared = [
      freeze('short', { until: at(1), stopsRuns: true }),
      freeze('long', { until: at(5) }),
    ];
    await book.refresh();
    expect(book.at(place())?.id).toBe('long');
    expect(book.stopOf(place())?.id).toBe('short');
    state.declared = [...state.declared, freeze('open')];
    await book.refresh();
    expect(book.at(place())?.id).toBe('open');
  });

  it('knows within seconds what was declared on another replica, and tells when something begins or ends', async () => {
    const { clock, state, book } = setUp();
    await book.start();
    expect(state.changes).toBe(1);
    state.declared = [freeze('soon', { from: new Date(START + 60_000) })];
    await clock.advance(10_000);
    expect(book.current()).toHaveLength(1);
    expect(state.changes).toBe(1);
    await clock.advance(60_000);
    expect(state.changes).toBe(2);
    state.declared = [];
    await clock.advance(10_000);
    expect(state.changes).toBe(3);
    expect(book.at(place())).toBeUndefined();
    await book.stop();
  });

  it('holds to what it knew while it cannot read', async () => {
    const { clock, state, book } = setUp();
    state.declared = [freeze('open')];
    await book.start();
    state.error = new Error('no database');
    await clock.advance(60_000);
    expect(book.at(place())?.id).toBe('open');
    expect(state.failures[0]).toContain('no database');
    state.error = undefined;
    state.declared = [];
    await clock.advance(10_000);
    expect(book.at(place())).toBeUndefined();
    await book.stop();
  });

  it('does not begin without knowing what is frozen', async () => {
    const { state, book } = setUp();
    state.error = new Error('no database');
    await expect(book.start()).rejects.toThrow('no database');
  });

  it('knows a window of the configuration, whenever it comes again', async () => {
    const nights: FreezeWindow = {
      reason: 'Backups',
      stopsRuns: false,
      when: { schedule: '0 2 * * *', durationSeconds: 2 * 3_600 },
    };
    const { clock, book } = setUp([nights]);
    await book.refresh();
    expect(book.current()).toMatchObject([
      { id: 'configured-0', from: at(2), until: at(4), configured: true },
    ]);
    const frozen: number[] = [];
    for (let hour = 0; hour < 48; hour += 1) {
      if (book.at(place())) {
        frozen.push(hour);
      }
      await clock.advance(HOUR);
    }
    expect(frozen).toEqual([2, 3, 26, 27]);
  });

  it('knows one that comes once', async () => {
    const once: FreezeWindow = {
      reason: 'Sale',
      stopsRuns: true,
      clusters: ['eu-1'],
      when: { from: at(1), until: at(2) },
    };
    const { clock, book } = setUp([once]);
    await book.refresh();
    expect(book.current()).toMatchObject([{ from: at(1), until: at(2) }]);
    await clock.advance(1.5 * HOUR);
    expect(book.stopOf(place())?.reason).toBe('Sale');
    await clock.advance(HOUR);
    expect(book.current()).toEqual([]);
  });
});
