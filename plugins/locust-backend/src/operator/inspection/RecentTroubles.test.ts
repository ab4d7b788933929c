import { FakeClock } from '../../kube/testing/FakeClock';
import { RecordingLogger } from '../../kube/testing/RecordingLogger';
import { RecentTroubles } from './RecentTroubles';

describe('recent troubles', () => {
  it('are the warnings and errors of a logger, the newest first and each once', async () => {
    const clock = new FakeClock();
    const inner = new RecordingLogger();
    const troubles = new RecentTroubles(clock);
    const logger = troubles.remembering(inner);
    logger.warn('a');
    logger.info('b');
    logger.debug('c');
    await clock.advance(1_000);
    logger.error('d');
    await clock.advance(1_000);
    logger.warn('a');

    expect(troubles.all).toEqual([
      { message: 'a', at: clock.wall(), times: 2 },
      { message: 'd', at: clock.wall() - 1_000, times: 1 },
    ]);
    expect(inner.lines).toEqual([
      'warn: a',
      'info: b',
      'debug: c',
      'error: d',
      'warn: a',
    ]);
  });

  it('are the last twenty', () => {
    const troubles = new RecentTroubles(new FakeClock());
    const logger = troubles.remembering(new RecordingLogger());
    for (let index = 0; index < 30; index++) {
      logger.warn(`${index}`);
    }
    expect(troubles.all.map(it => it.message)).toEqual(
      Array.from({ length: 20 }, (_, index) => `${29 - index}`),
    );
  });
});
