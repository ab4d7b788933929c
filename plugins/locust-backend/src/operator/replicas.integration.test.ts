import { KubeConfig } from '@kubernetes/client-node';
import { JOBS, LEASES } from '../kube/ResourceTypes';
import { TcpProxy } from '../kube/testing/TcpProxy';
import {
  createTransport,
  type KubeRequest,
  type Transport,
} from '../kube/transport/Transport';
import type { ClusterEngine } from './ClusterEngine';
import { eventually } from './testing/eventually';
import { TestNamespace } from './testing/TestNamespace';

jest.setTimeout(120_000);

const LEASE = { leaseSeconds: 4, renewSeconds: 3, retrySeconds: 0.5 };

/** A replica's engine with what it has written. */
interface Replica {
  readonly engine: ClusterEngine;
  readonly writes: KubeRequest[];
}

describe('two replicas', () => {
  let place: TestNamespace;

  beforeEach(async () => {
    place = await TestNamespace.create();
  });

  afterEach(() => place.dispose());

  function recorded(transport: Transport, writes: KubeRequest[]): Transport {
    return {
      server: transport.server,
      request: request => {
        if (request.method !== 'GET' && !request.path.includes('/leases')) {
          writes.push(request);
        }
        return transport.request(request);
      },
      stream: request => transport.stream(request),
      close: () => transport.close(),
    };
  }

  async function startReplica(
    kubeConfig: KubeConfig = place.engineConfig,
  ): Promise<Replica> {
    const writes: KubeRequest[] = [];
    const engine = await place.startEngine(
      { leaderElection: { enabled: true, namespace: place.name, ...LEASE } },
      { transport: recorded(createTransport({ kubeConfig }), writes) },
    );
    return { engine, writes };
  }

  async function startLeader(kubeConfig?: KubeConfig): Promise<Replica> {
    const replica = await startReplica(kubeConfig);
    await eventually('the first leads', () => replica.engine.leads);
    return replica;
  }

  const knows = ({ engine }: Replica, name: string) =>
    eventually(`the replica has ${name} in its cache`, () =>
      engine.locusts().some(it => it.metadata.name === name),
    );

  /** Through a road of its own that can be cut. */
  function through(proxy: TcpProxy): KubeConfig {
    const config = new KubeConfig();
    config.loadFromClusterAndUser(
      {
        ...place.engineConfig.getCurrentCluster()!,
        server: proxy.url,
      },
      place.engineConfig.getCurrentUser()!,
    );
    return config;
  }

  it('have one leader, who alone writes, and a standby whose caches are warm', async () => {
    const leader = await startLeader();
    const standby = await startReplica();
    await place.apply('demo', {});
    const job = await place.there(JOBS, 'job-demo');
    await knows(standby, 'demo');
    await eventually('the standby has the Job in its cache', () =>
      standby.engine.jobs().some(it => it.metadata.uid === job.metadata.uid),
    );
    expect(leader.engine.leads).toBe(true);
    expect(standby.engine.leads).toBe(false);
    expect(standby.writes).toEqual([]);
    expect(standby.engine.health().leader).toBe(leader.engine.health().leader);
  });

  it('hand over at once when the leader is shut down, and carry its run to its end', async () => {
    const leader = await startLeader();
    const standby = await startReplica();
    await place.apply('demo', {});
    const job = await place.there(JOBS, 'job-demo');
    await place.begin('job-demo');
    await leader.engine.stop();

    await eventually('the other leads', () => standby.engine.leads);
    await place.end('job-demo');
    const { lastRuns } = await place.inPhase('demo', 'Finished');
    expect(lastRuns).toHaveLength(1);
    expect((await place.list(JOBS)).map(it => it.metadata.uid)).toEqual([
      job.metadata.uid,
    ]);
  });

  it('replace a leader that is cut off, which writes nothing more when it is back', async () => {
    const proxy = await TcpProxy.start(
      place.engineConfig.getCurrentCluster()!.server,
    );
    try {
      const old = await startLeader(through(proxy));
      const standby = await startReplica();
      proxy.cut();
      await eventually('the other leads', () => standby.engine.leads);
      await eventually('the old one has stepped down', () => !old.engine.leads);

      const before = old.writes.length;
      proxy.restore();
      await place.apply('demo', {});
      await place.there(JOBS, 'job-demo');
      await knows(old, 'demo');
      await eventually(
        'the old one is well',
        () => old.engine.health().state === 'healthy',
      );
      await place.apply('another', {});
      await place.there(JOBS, 'job-another');
      await knows(old, 'another');
      expect(old.writes.slice(before)).toEqual([]);
      expect(old.engine.leads).toBe(false);
      expect(standby.engine.leads).toBe(true);
    } finally {
      await place.stopEngines();
      await proxy.stop();
    }
  });

  it('depose a leader whose lease somebody else has taken, who stops writing at once and waits', async () => {
    const { engine, writes } = await startLeader();
    const lease = { namespace: place.name, name: 'locust-operator' };
    await place.client.mergePatch(LEASES, lease, {
      spec: {
        holderIdentity: 'somebody-else',
        renewTime: new Date().toISOString().replace('Z', '000Z'),
      },
    });
    await eventually('it has stepped down', () => !engine.leads);
    const before = writes.length;
    await place.apply('demo', {});
    await eventually('it knows of it', () =>
      engine.locusts().some(it => it.metadata.name === 'demo'),
    );
    expect(writes.slice(before)).toEqual([]);

    // That other one never renews: once its time is over, work goes on.
    await eventually('it leads again', () => engine.leads);
    await place.there(JOBS, 'job-demo');
  });
});
