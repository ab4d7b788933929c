import type { Transport } from '../kube/transport/Transport';
import { FakeClock } from '../kube/testing/FakeClock';
import { RecordingLogger } from '../kube/testing/RecordingLogger';
import { ClusterEngine } from './ClusterEngine';
import { Clusters, type ConfiguredCluster } from './Clusters';
import { ToldOutcomes } from './testing/ToldOutcomes';

/** A server that refuses every connection. */
class ClosedRoad implements Transport {
  readonly server = 'https://server';
  asked = 0;

  async request<T>(): Promise<T> {
    this.asked += 1;
    throw new Error('refused');
  }

  stream(): Promise<never> {
    return this.request();
  }

  async close() {}
}

function engineOn(transport: Transport): ConfiguredCluster {
  return {
    kind: 'engine',
    name: 'late',
    engine: new ClusterEngine({
      name: 'late',
      transport,
      observer: new ToldOutcomes(),
      logger: new RecordingLogger(),
    }),
  };
}

describe('a cluster whose kubeconfig cannot be read at the start', () => {
  const since = new Date('2026-01-31T10:00:00Z');

  it('is tried again until it can be, and its engine is started then', async () => {
    const clock = new FakeClock();
    const road = new ClosedRoad();
    let isWritten = false;
    const again = (): ConfiguredCluster =>
      isWritten
        ? engineOn(road)
        : {
            kind: 'unusable',
            name: 'late',
            problem: 'there is still no file',
            since: new Date(),
            again,
          };
    const clusters = new Clusters(
      [{ kind: 'unusable', name: 'late', problem: 'no file', since, again }],
      clock,
    );
    clusters.start();
    await clock.advance(15_000);
    expect(clusters.health()).toMatchObject([
      {
        state: 'unreachable',
        since,
        message: expect.stringContaining('there is still no file'),
      },
    ]);
    expect(() => clusters.engine('late')).toThrow('there is still no file');

    isWritten = true;
    await clock.advance(15_000);
    expect(clusters.engine('late').name).toBe('late');
    expect(road.asked).toBeGreaterThan(0);
    await clusters.stop();
  });

  it('is not tried any more once the backend is stopping', async () => {
    const clock = new FakeClock();
    let tries = 0;
    const unusable: ConfiguredCluster = {
      kind: 'unusable',
      name: 'late',
      problem: 'no file',
      since,
      again: () => {
        tries += 1;
        return unusable;
      },
    };
    const clusters = new Clusters([unusable], clock);
    clusters.start();
    await clusters.stop();
    await clock.advance(60_000);
    expect(tries).toBe(0);
    expect(clock.timers).toBe(0);
  });
});
