import { runSignalSlot } from 'backstage-plugin-locust-common';
import { FakeClock } from '../kube/testing/FakeClock';
import { RunSignals } from './RunSignals';

const SHOP = 'component:default/shop';

function setUp() {
  const clock = new FakeClock();
  const sent: { readonly at: number; readonly signal: unknown }[] = [];
  const failures: unknown[] = [];
  let failing = false;
  const signals = new RunSignals({
    clock,
    onFailure: error => failures.push(error),
    signals: {
      publish: async signal => {
        if (failing) {
          throw new Error('away');
        }
        sent.push({ at: clock.monotonic(), signal });
      },
    },
  });
  return {
    clock,
    sent,
    failures,
    signals,
    fail: (value: boolean) => {
      failing = value;
    },
  };
}

describe('RunSignals', () => {
  it('tells everybody who listens the slot of the entity and nothing else', async () => {
    const { clock, sent, signals } = setUp();
    signals.changed(SHOP);
    await clock.advance(500);
    expect(sent.map(it => it.signal)).toEqual([
      {
        recipients: { type: 'broadcast' },
        channel: 'locust:runs',
        message: { slot: runSignalSlot(SHOP) },
      },
    ]);
  });

  it('tells of many changes at most once a second, and of the last of them', async () => {
    const { clock, sent, signals } = setUp();
    for (let change = 0; change < 100; change++) {
      signals.changed(SHOP);
      await clock.advance(100);
    }
    await clock.advance(5_000);
    const gaps = sent.slice(1).map((it, index) => it.at - sent[index].at);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    expect(sent.at(-1)!.at).toBeGreaterThan(9_900);
  });

  it('does not hold one entity back for another', async () => {
    const { clock, sent, signals } = setUp();
    signals.changed(SHOP);
    signals.changed(undefined);
    await clock.advance(500);
    expect(sent).toHaveLength(2);
  });

  it('reports a signal that is not sent and goes on', async () => {
    const { clock, sent, failures, signals, fail } = setUp();
    fail(true);
    signals.changed(SHOP);
    await clock.advance(2_000);
    expect(failures).toHaveLength(1);
    fail(false);
    signals.changed(SHOP);
    await clock.advance(2_000);
    expect(sent).toHaveLength(1);
  });
});
