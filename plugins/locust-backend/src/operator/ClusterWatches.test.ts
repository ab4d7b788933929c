import { LABELS } from 'backstage-plugin-locust-common';
import type { KubeClient } from '../kube/client/KubeClient';
import type { KubeObject } from '../kube/KubeObject';
import { settled } from '../kube/testing/FakeClock';
import { RecordingLogger } from '../kube/testing/RecordingLogger';
import { ScriptedClient } from '../kube/testing/ScriptedClient';
import { ClusterWatches } from './ClusterWatches';

/** Watches are opened in the order of the resources; that of ReplicaSets is the fifth. */
const REPLICA_SETS = 4;

const replicaSet = (
  resourceVersion: string,
  more: object = {},
  metadata: object = {},
) =>
  ({
    metadata: {
      name: 'replicaset-demo',
      namespace: 'shop',
      uid: 'r1',
      generation: 1,
      labels: { [LABELS.locust]: 'demo' },
      ...metadata,
      resourceVersion,
    },
    ...more,
  } as KubeObject);

describe('ClusterWatches', () => {
  let watches: ClusterWatches;
  let keys: string[];
  let scripted: ScriptedClient;

  beforeEach(async () => {
    keys = [];
    scripted = new ScriptedClient();
    watches = new ClusterWatches({
      client: scripted.client as unknown as KubeClient,
      namespaces: [],
      children: true,
      networkPolicies: false,
      onKey: key => keys.push(key),
      logger: new RecordingLogger(),
    });
    watches.start();
    await settled();
    const watch = scripted.watches[REPLICA_SETS];
    await watch.open();
    await watch.bookmark('1', true);
    await watch.event('ADDED', replicaSet('2'));
  });

  afterEach(() => watches.stop());

  it('names the resource that an object belongs to', () => {
    expect(keys).toEqual(['shop/demo']);
  });

  it('is silent about a write of which nothing is read, such as that of a status', async () => {
    await scripted.watches[REPLICA_SETS].event(
      'MODIFIED',
      replicaSet('3', { status: { replicas: 2 } }),
    );
    expect(keys).toEqual(['shop/demo']);
    expect(
      watches.viewOf('shop')?.replicaSets.get('shop/replicaset-demo')?.metadata
        .resourceVersion,
    ).toBe('3');
  });

  it.each([
    ['deletion begins', { deletionTimestamp: '2026-01-31T10:00:00Z' }],
    ['labels change', { labels: { [LABELS.locust]: 'demo', other: 'x' } }],
    ['spec changes', { generation: 2 }],
  ])('tells of an object whose %s', async (_what, metadata) => {
    await scripted.watches[REPLICA_SETS].event(
      'MODIFIED',
      replicaSet('3', {}, metadata),
    );
    expect(keys).toEqual(['shop/demo', 'shop/demo']);
  });

  it('lists afresh what has filled a store that is mistrusted, and nothing else', async () => {
    const mistrusted = scripted.watches[REPLICA_SETS];
    watches.mistrust(watches.viewOf('shop')!.replicaSets, 0);
    await settled();
    expect(scripted.watches.filter(it => it.closed)).toEqual([mistrusted]);
  });
});
