import { runSignalSlot } from 'backstage-plugin-locust-common';
import { runSignals } from './useRunSignals';

const SHOP = 'component:default/shop';

function setUp(entityRef: string | undefined) {
  let listener: ((message: never) => void) | undefined;
  const signals = runSignals(
    {
      subscribe: (channel, onMessage) => {
        expect(channel).toBe('locust:runs');
        listener = onMessage;
        return {
          unsubscribe: () => {
            listener = undefined;
          },
        };
      },
    },
    entityRef,
    () => 1,
  );
  return {
    signals,
    send: (slot: number) => listener?.({ slot } as never),
    listening: () => listener !== undefined,
  };
}

describe('runSignals', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('tells of changes of the entity soon, once for many', () => {
    const { signals, send } = setUp(SHOP);
    const onChange = jest.fn();
    signals.subscribe(onChange);
    send(runSignalSlot(SHOP));
    send(runSignalSlot(SHOP));
    expect(onChange).not.toHaveBeenCalled();
    jest.advanceTimersByTime(500);
    expect(onChange).toHaveBeenCalledTimes(1);
  });

  it('says nothing of other entities, and everything where none is meant', () => {
    const one = setUp(SHOP);
    const all = setUp(undefined);
    const [ofOne, ofAll] = [jest.fn(), jest.fn()];
    one.signals.subscribe(ofOne);
    all.signals.subscribe(ofAll);
    const other = (runSignalSlot(SHOP) + 1) % 256;
    one.send(other);
    all.send(other);
    jest.advanceTimersByTime(500);
    expect(ofOne).not.toHaveBeenCalled();
    expect(ofAll).toHaveBeenCalledTimes(1);
  });

  it('lets lists be asked for more rarely while signals come, of whomever', () => {
    const { signals, send } = setUp(SHOP);
    signals.subscribe(() => {});
    expect(signals.interval(20_000)).toBe(20_000);
    send((runSignalSlot(SHOP) + 1) % 256);
    expect(signals.interval(20_000)).toBe(60_000);
    expect(signals.interval(90_000)).toBe(90_000);
    jest.advanceTimersByTime(10 * 60_000);
    expect(signals.interval(20_000)).toBe(20_000);
  });

  it('lets go, of a change under way too', () => {
    const { signals, send, listening } = setUp(SHOP);
    const onChange = jest.fn();
    const end = signals.subscribe(onChange);
    send(runSignalSlot(SHOP));
    end();
    jest.advanceTimersByTime(10_000);
    expect(onChange).not.toHaveBeenCalled();
    expect(listening()).toBe(false);
  });
});
