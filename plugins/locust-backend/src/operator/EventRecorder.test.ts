import { FakeClock } from '../kube/testing/FakeClock';
import { RecordingLogger } from '../kube/testing/RecordingLogger';
import { EventRecorder } from './EventRecorder';

const AT = new Date('2026-01-31T10:00:00Z');

function recorder() {
  const clock = new FakeClock();
  const logger = new RecordingLogger();
  const world = { isBusy: false };
  const create = jest.fn(async (_type: unknown, event: unknown) => event);
  const events = new EventRecorder({
    client: { create } as never,
    isBusy: () => world.isBusy,
    clock,
    logger,
  });
  const tell = (name: string, message = 'Run begun', at = AT) =>
    events.tell(
      {
        metadata: { name, namespace: 'shop', uid: name, resourceVersion: '7' },
      },
      { type: 'Normal', reason: 'Started', message },
      at,
    );
  /** Two are written at once, so their order is nobody's promise. */
  const written = () =>
    create.mock.calls
      .map(
        ([, event]) =>
          (event as { involvedObject: { name: string } }).involvedObject.name,
      )
      .sort();
  return { clock, logger, world, create, tell, written };
}

describe('EventRecorder', () => {
  it('tells the same of the same resource once in ten minutes', async () => {
    const { clock, tell, written } = recorder();
    tell('checkout');
    tell('checkout');
    tell('search');
    tell('checkout', 'Run ended');
    tell('checkout', 'Run begun', new Date(AT.getTime() + 600_000));
    await clock.advance(0);
    expect(written()).toEqual(['checkout', 'checkout', 'checkout', 'search']);
  });

  it('lets the runs that wait go first', async () => {
    const { clock, world, tell, written } = recorder();
    world.isBusy = true;
    ['a', 'b', 'c', 'd'].forEach(name => tell(name));
    await clock.advance(5_000);
    expect(written()).toEqual([]);
    world.isBusy = false;
    await clock.advance(100);
    expect(written()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('does not wait for longer than a minute, however many runs come', async () => {
    const { clock, world, tell, written } = recorder();
    world.isBusy = true;
    ['a', 'b', 'c'].forEach(name => tell(name));
    await clock.advance(40_000);
    tell('d');
    await clock.advance(20_000);
    expect(written()).toEqual(['a', 'b', 'c']);
    await clock.advance(40_000);
    expect(written()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('goes on where one cannot be written', async () => {
    const { clock, create, logger, tell, written } = recorder();
    create.mockRejectedValueOnce(new Error('forbidden'));
    ['a', 'b', 'c'].forEach(name => tell(name));
    await clock.advance(0);
    expect(written()).toEqual(['a', 'b', 'c']);
    expect(logger.lines).toEqual([
      'debug: An event was not written: Error: forbidden',
    ]);
  });
});
