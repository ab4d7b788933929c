import { KubeApiError } from '../kube/KubeApiError';
import type { KubeRequest, Transport } from '../kube/transport/Transport';
import { EngineMeter } from './EngineMeter';
import { meteredRunStore } from './meteredRunStore';
import { meteredTransport } from './meteredTransport';

async function* chunks() {
  yield new Uint8Array([1]);
  yield new Uint8Array([2]);
}

function build(answer: () => Promise<unknown> = async () => ({})) {
  const meter = new EngineMeter('c');
  const inner: Transport = {
    server: 'https://example.com',
    request: async <T>() => (await answer()) as T,
    stream: async () => {
      await answer();
      return chunks();
    },
    close: async () => {},
  };
  const transport = meteredTransport(inner, meter);
  const counted = () =>
    meter
      .samples('requests')
      .map(({ labels, value }) => [labels.verb, labels.result, value]);
  return { meter, transport, counted };
}

const get = (path: string, more: Partial<KubeRequest> = {}): KubeRequest => ({
  method: 'GET',
  path,
  ...more,
});

describe('meteredTransport', () => {
  it('counts reads and writes by their result', async () => {
    const { transport, counted } = build();
    await transport.request(get('/version'));
    await transport.request({ ...get('/api'), method: 'PATCH' });
    await transport.request({ ...get('/api'), method: 'DELETE' });
    expect(counted()).toEqual([
      ['read', 'ok', 1],
      ['write', 'ok', 2],
    ]);
  });

  it('counts a failure by its kind and lets it through', async () => {
    const failure = new KubeApiError({
      failure: 'forbidden',
      intent: { verb: 'get', resource: 'pods' },
    });
    const { transport, counted } = build(async () => {
      throw failure;
    });
    await expect(transport.request(get('/api'))).rejects.toBe(failure);
    expect(counted()).toEqual([['read', 'forbidden', 1]]);
  });

  it('counts the watches of a resource', async () => {
    const { transport, meter } = build();
    await transport.stream(get('/apis/batch/v1/namespaces/a/jobs'));
    await transport.stream(get('/apis/batch/v1/jobs'));
    expect(meter.samples('watches')).toEqual([
      { labels: { cluster: 'c', resource: 'jobs' }, value: 2 },
    ]);
  });

  const LOG = '/api/v1/namespaces/a/pods/b/log';

  it('knows a log as followed until it ends', async () => {
    const { transport, meter } = build();
    const stream = await transport.stream(get(LOG));
    expect(meter.followedLogs).toBe(1);
    for await (const _ of stream) {
      expect(meter.followedLogs).toBe(1);
    }
    expect(meter.followedLogs).toBe(0);
  });

  it('knows a log as followed until its reader leaves or gives up', async () => {
    const { transport, meter } = build();
    for await (const _ of await transport.stream(get(LOG))) {
      break;
    }
    expect(meter.followedLogs).toBe(0);

    const giveUp = new AbortController();
    await transport.stream(get(LOG, { signal: giveUp.signal }));
    giveUp.abort();
    expect(meter.followedLogs).toBe(0);
  });
});

describe('meteredRunStore', () => {
  it('counts the writes that fail, and no reads', async () => {
    let failures = 0;
    class Store {
      private readonly reason = 'away';
      async begin() {
        throw new Error(this.reason);
      }
      async progress() {}
      async saveFigures() {}
      async saveLog() {}
      async addEvent() {}
      async get() {
        throw new Error(this.reason);
      }
    }
    const store = meteredRunStore(new Store(), () => {
      failures += 1;
    });
    await expect(store.begin()).rejects.toThrow('away');
    await store.progress();
    await expect(store.get()).rejects.toThrow('away');
    expect(failures).toBe(1);
  });
});
