import { startPolling, type NextTick } from './startPolling';

class FakePage extends EventTarget {
  hidden = false;

  show(visible: boolean) {
    this.hidden = !visible;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

describe('startPolling', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const start = (tick: () => Promise<NextTick>) => {
    const page = new FakePage();
    const network = new EventTarget();
    let change = () => {};
    const unsubscribe = jest.fn();
    const stop = startPolling({
      tick,
      retryMs: 1_000,
      maxRetryMs: 3_000,
      page: page as unknown as Document,
      network: network as unknown as Window,
      signals: {
        subscribe: onChange => {
          change = onChange;
          return unsubscribe;
        },
      },
    });
    return { page, stop, network, change: () => change(), unsubscribe };
  };

  it('asks at once and then as often as it is told', async () => {
    const tick = jest.fn(async () => 2_000);
    start(tick);
    expect(tick).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1_999);
    expect(tick).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(tick).toHaveBeenCalledTimes(2);
  });

  it('never asks again after "never"', async () => {
    const tick = jest.fn(async () => 'never' as const);
    const { page } = start(tick);
    await jest.advanceTimersByTimeAsync(60_000);
    page.show(true);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(tick).toHaveBeenCalledTimes(1);
  });

  it('asks nothing while the page is hidden and at once when it shows again', async () => {
    const tick = jest.fn(async () => 2_000);
    const { page } = start(tick);
    await jest.advanceTimersByTimeAsync(0);
    page.show(false);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(tick).toHaveBeenCalledTimes(1);
    page.show(true);
    expect(tick).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(tick).toHaveBeenCalledTimes(3);
  });

  it('asks at once when a signal tells of a change, and when the network is back', async () => {
    const tick = jest.fn(async () => 60_000);
    const { change, network } = start(tick);
    await jest.advanceTimersByTimeAsync(0);
    change();
    expect(tick).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(0);
    network.dispatchEvent(new Event('online'));
    expect(tick).toHaveBeenCalledTimes(3);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(tick).toHaveBeenCalledTimes(4);
  });

  it('asks once more where the change came while it was asking', async () => {
    let answer: (next: NextTick) => void = () => {};
    const tick = jest.fn(
      () =>
        new Promise<NextTick>(resolve => {
          answer = resolve;
        }),
    );
    const { change } = start(tick);
    change();
    change();
    answer(60_000);
    await jest.advanceTimersByTimeAsync(0);
    expect(tick).toHaveBeenCalledTimes(2);
    answer(60_000);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(tick).toHaveBeenCalledTimes(2);
  });

  it('heeds no signal while the page is hidden or after it was stopped', async () => {
    const tick = jest.fn(async () => 60_000);
    const { page, change, stop, unsubscribe } = start(tick);
    await jest.advanceTimersByTimeAsync(0);
    page.show(false);
    change();
    expect(tick).toHaveBeenCalledTimes(1);
    stop();
    page.show(true);
    change();
    expect(tick).toHaveBeenCalledTimes(1);
    expect(unsubscribe).toHaveBeenCalledTimes(1);
  });

  it('waits longer after each failure, up to a limit', async () => {
    const tick = jest.fn(async () => {
      throw new Error('away');
    });
    start(tick);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(tick).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(2_000);
    expect(tick).toHaveBeenCalledTimes(3);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(tick).toHaveBeenCalledTimes(4);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(tick).toHaveBeenCalledTimes(5);
  });

  it('does not ask a second time before the first answer', async () => {
    let answer: (next: NextTick) => void = () => {};
    const tick = jest.fn(
      () =>
        new Promise<NextTick>(resolve => {
          answer = resolve;
        }),
    );
    const { page } = start(tick);
    page.show(false);
    page.show(true);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(tick).toHaveBeenCalledTimes(1);
    answer(1_000);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(tick).toHaveBeenCalledTimes(2);
  });

  it('ends when it is stopped', async () => {
    const tick = jest.fn(async () => 1_000);
    const { stop } = start(tick);
    await jest.advanceTimersByTimeAsync(0);
    stop();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(tick).toHaveBeenCalledTimes(1);
  });
});
