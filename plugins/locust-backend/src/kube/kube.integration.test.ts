import { KubeConfig } from '@kubernetes/client-node';
import { DevCluster, startCluster } from 'dev-cluster';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Expectations } from './controller/Expectations';
import { KubeClient } from './client/KubeClient';
import { ObjectRef, ResourceType } from './KubeObject';
import { LeaderElection, LeaderElectionOptions } from './leader/LeaderElection';
import { Change, Reflector, ReflectorOptions } from './cache/Reflector';
import { CONFIG_MAPS, JOBS, NAMESPACES } from './ResourceTypes';
import { Store } from './cache/Store';
import { ConfigMap } from './testing/configMap';
import { RecordingLogger } from './testing/RecordingLogger';
import { TcpProxy } from './testing/TcpProxy';
import {
  createTransport,
  Transport,
  TransportOptions,
} from './transport/Transport';

jest.setTimeout(120_000);

const SERVICE_ACCOUNTS: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'serviceaccounts',
  kind: 'ServiceAccount',
  namespaced: true,
};
const rbac = (plural: string, kind: string): ResourceType => ({
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  plural,
  kind,
  namespaced: true,
});
const ROLES = rbac('roles', 'Role');
const ROLE_BINDINGS = rbac('rolebindings', 'RoleBinding');

/** Things to end after a test, the last first. */
const toEnd: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of toEnd.splice(0).reverse()) {
    await end();
  }
});

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > end) {
      throw new Error(`Never came true: ${holds}`);
    }
    await sleep(10);
  }
}

function kubeConfigAt(file: string): KubeConfig {
  const config = new KubeConfig();
  config.loadFromFile(file);
  return config;
}

/** The same access by another road, or with another token. */
function changed(
  config: KubeConfig,
  { server, token }: { readonly server?: string; readonly token?: string },
): KubeConfig {
  const cluster = config.getCurrentCluster()!;
  const user = config.getCurrentUser()!;
  const copy = new KubeConfig();
  copy.loadFromClusterAndUser(
    { ...cluster, server: server ?? cluster.server },
    token ? { name: 'other', token } : user,
  );
  return copy;
}

function connect(
  config: KubeConfig,
  options: Partial<TransportOptions> = {},
): Transport {
  const transport = createTransport({ kubeConfig: config, ...options });
  toEnd.push(() => transport.close());
  return transport;
}

function clientOf(transport: Transport): KubeClient {
  return new KubeClient(transport, { fieldManager: 'kube-test' });
}

async function proxyTo(config: KubeConfig): Promise<TcpProxy> {
  const proxy = await TcpProxy.start(config.getCurrentCluster()!.server);
  toEnd.push(() => proxy.stop());
  return proxy;
}

async function freshNamespace(client: KubeClient): Promise<string> {
  const name = `kube-${randomBytes(4).toString('hex')}`;
  await client.create(NAMESPACES, { metadata: { name } });
  toEnd.push(() =>
    client.delete(NAMESPACES, { name }, { propagationPolicy: 'Background' }),
  );
  return name;
}

const configMap = (ref: ObjectRef, value: string) => ({
  metadata: { ...ref, labels: { 'kube-test': 'yes' } },
  data: { value },
});

const background = { propagationPolicy: 'Background' } as const;

type Source = ReflectorOptions<ConfigMap>['client'];

/** The same, but as over connections that do not notice their own death. */
function unpinged(client: Source): Source {
  return {
    listPages: (type, options) => client.listPages(type, options),
    watch: (type, options) =>
      client.watch(type, {
        ...options,
        onOpen: () => options?.onOpen?.({ pinged: false }),
      }),
  };
}

function counted(client: Source) {
  let watches = 0;
  const counting: Source = {
    listPages: (type, options) => client.listPages(type, options),
    watch: (type, options) => {
      watches += 1;
      return client.watch(type, options);
    },
  };
  return { client: counting, watches: () => watches };
}

function reflect(
  client: Source,
  namespace: string,
  options: Partial<ReflectorOptions<ConfigMap>> = {},
) {
  const store = new Store<ConfigMap>();
  const changes: string[] = [];
  const logger = new RecordingLogger();
  const reflector = new Reflector<ConfigMap>({
    client,
    type: CONFIG_MAPS,
    namespace,
    labelSelector: 'kube-test=yes',
    project: raw => {
      const { metadata, data } = raw as ConfigMap;
      const { name, uid, resourceVersion } = metadata;
      return { metadata: { namespace, name, uid, resourceVersion }, data };
    },
    store,
    onChange: (change: Change<ConfigMap>) =>
      changes.push(
        `${change.kind} ${change.object.metadata.name} ${change.object.data?.value}`,
      ),
    logger,
    ...options,
  });
  reflector.start();
  toEnd.push(() => reflector.stop());
  const value = (name: string) =>
    store.get(`${namespace}/${name}`)?.data?.value;
  return { reflector, store, changes, logger, value };
}

describe('kube, against a real API server', () => {
  let config: KubeConfig;
  let client: KubeClient;
  let namespace: string;

  beforeAll(() => {
    const file = process.env.LOCUST_TEST_KUBECONFIG;
    if (!file) {
      throw new Error(
        'Set LOCUST_TEST_KUBECONFIG to the kubeconfig of a control plane',
      );
    }
    config = kubeConfigAt(file);
  });

  beforeEach(async () => {
    client = clientOf(connect(config));
    namespace = await freshNamespace(client);
  });

  const at = (name: string) => ({ namespace, name });

  describe('KubeClient', () => {
    it('says what is wrong with a write in terms that can be acted on', async () => {
      const created = await client.create<ConfigMap>(
        CONFIG_MAPS,
        configMap(at('a'), '1'),
      );
      const { uid, resourceVersion } = created.metadata;
      await client.mergePatch(CONFIG_MAPS, at('a'), { data: { value: '2' } });

      await expect(
        client.create(CONFIG_MAPS, configMap(at('a'), '1')),
      ).rejects.toMatchObject({ failure: 'alreadyExists' });
      await expect(
        client.mergePatch(CONFIG_MAPS, at('a'), {}, { resourceVersion }),
      ).rejects.toMatchObject({ failure: 'conflict' });
      await expect(
        client.mergePatch(CONFIG_MAPS, at('a'), {}, { uid: 'another' }),
      ).rejects.toMatchObject({ failure: 'conflict' });
      await expect(
        client.delete(CONFIG_MAPS, at('a'), { ...background, uid: 'another' }),
      ).rejects.toMatchObject({ failure: 'conflict' });
      await expect(client.get(CONFIG_MAPS, at('b'))).rejects.toMatchObject({
        failure: 'notFound',
      });

      await client.delete(CONFIG_MAPS, at('a'), { ...background, uid });
      await expect(client.get(CONFIG_MAPS, at('a'))).rejects.toMatchObject({
        failure: 'notFound',
      });
    });

    it('tells field and rule of an invalid object and none of its values', async () => {
      const job = {
        metadata: at('j'),
        spec: {
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [
                {
                  name: 'Not A Name',
                  image: 'x',
                  env: [{ name: 'P', value: 'hunter2' }],
                },
              ],
            },
          },
        },
      };
      const error = await client.create(JOBS, job).catch(it => it);
      expect(error).toMatchObject({ failure: 'invalid', status: 422 });
      expect(error.message).toContain('spec.template.spec.containers[0].name');
      expect(error.message).not.toMatch(/hunter2|Not A Name/);
    });

    it('keeps fields that it does not know when it patches', async () => {
      await client.create(CONFIG_MAPS, {
        ...configMap(at('a'), '1'),
        binaryData: { other: 'AAAA' },
      });
      const patched = await client.mergePatch<
        ConfigMap & { readonly binaryData?: unknown }
      >(CONFIG_MAPS, at('a'), { data: { value: '2' } });
      expect(patched.binaryData).toEqual({ other: 'AAAA' });
    });

    it('applies its own fields and does not take those of others unasked', async () => {
      await client.create(CONFIG_MAPS, configMap(at('a'), '1'));
      const other = new KubeClient(connect(config), { fieldManager: 'other' });
      const manifest = configMap(at('a'), '2');
      await expect(other.apply(CONFIG_MAPS, manifest)).rejects.toMatchObject({
        failure: 'conflict',
      });
      const applied = await other.apply<ConfigMap>(CONFIG_MAPS, manifest, {
        force: true,
      });
      expect(applied.data).toEqual({ value: '2' });
    });

    it('asks whether it may, and is told', async () => {
      expect(await client.canI('create', JOBS, namespace)).toBe(true);
    });
  });

  describe.each([
    ['a streaming list', true],
    ['a list in pages', false],
  ])('Reflector, beginning with %s', (_, streamingList) => {
    it('has everything, in order, and then every change', async () => {
      const names = Array.from({ length: 120 }, (__, i) => `cm-${i}`);
      await Promise.all(
        names.map(name =>
          client.create(CONFIG_MAPS, configMap(at(name), 'old')),
        ),
      );
      const { reflector, store, changes, value } = reflect(client, namespace, {
        streamingList,
        pageSize: 50,
      });
      await reflector.whenSynced(AbortSignal.timeout(30_000));
      expect(store.size).toBe(120);
      expect(new Set(changes)).toEqual(
        new Set(names.map(name => `added ${name} old`)),
      );
      changes.length = 0;

      await client.mergePatch(CONFIG_MAPS, at('cm-7'), {
        data: { value: 'new' },
      });
      await client.delete(CONFIG_MAPS, at('cm-8'), background);
      await client.create(CONFIG_MAPS, configMap(at('late'), 'new'));
      await until(() => value('late') === 'new');
      expect(changes).toEqual([
        'modified cm-7 new',
        'deleted cm-8 old',
        'added late new',
      ]);
    });
  });

  describe('Reflector', () => {
    it('finds out what happened while it was cut off, by UID', async () => {
      const proxy = await proxyTo(config);
      const behind = clientOf(connect(changed(config, { server: proxy.url })));
      await client.create(CONFIG_MAPS, configMap(at('kept'), '1'));
      await client.create(CONFIG_MAPS, configMap(at('again'), '1'));
      const { reflector, changes, value } = reflect(behind, namespace);
      await reflector.whenSynced(AbortSignal.timeout(30_000));
      changes.length = 0;

      proxy.cut();
      await until(() => reflector.state.kind === 'waiting');
      await client.delete(CONFIG_MAPS, at('again'), background);
      await client.create(CONFIG_MAPS, configMap(at('again'), '2'));
      proxy.restore();
      await until(() => value('again') === '2');
      expect(changes).toEqual(['deleted again 1', 'added again 2']);
      expect(reflector.state.kind).toBe('watching');
    });

    it('notices a half-open connection by a ping and resumes', async () => {
      const proxy = await proxyTo(config);
      const behind = clientOf(
        connect(changed(config, { server: proxy.url }), {
          ping: { everyMs: 300, timeoutMs: 1_000 },
        }),
      );
      const { reflector, value, logger } = reflect(behind, namespace);
      await reflector.whenSynced(AbortSignal.timeout(30_000));
      proxy.stall();
      await client.create(CONFIG_MAPS, configMap(at('missed'), '1'));
      await until(() => value('missed') === '1');
      expect(logger.lines.join()).toContain('did not answer in time');
    });

    it('notices a half-open connection by asking where there are no pings, and resumes', async () => {
      const proxy = await proxyTo(config);
      const behind = unpinged(
        clientOf(connect(changed(config, { server: proxy.url }))),
      );
      const { reflector, value, logger } = reflect(behind, namespace, {
        quietMs: 500,
        probeSeconds: 2,
      });
      await reflector.whenSynced(AbortSignal.timeout(30_000));
      proxy.stall();
      await client.create(CONFIG_MAPS, configMap(at('missed'), '1'));
      await until(() => value('missed') === '1');
      expect(logger.lines.join()).toContain('the watch missed an event');
    });

    it('asks nothing of a quiet resource but its one watch', async () => {
      const states: string[] = [];
      const counting = counted(
        clientOf(connect(config, { ping: { everyMs: 50, timeoutMs: 5_000 } })),
      );
      const { reflector } = reflect(client, namespace, {
        client: counting.client,
        quietMs: 200,
        probeSeconds: 1,
        onState: state => states.push(state.kind),
      });
      await reflector.whenSynced(AbortSignal.timeout(30_000));
      await sleep(2_000);
      expect(counting.watches()).toBe(1);
      expect(states).toEqual(['listing', 'watching']);
    });

    it('leaves a quiet watch alone, however often it asks where there are no pings', async () => {
      const states: string[] = [];
      const counting = counted(unpinged(client));
      reflect(client, namespace, {
        client: counting.client,
        quietMs: 200,
        probeSeconds: 1,
        onState: state => states.push(state.kind),
      });
      await until(() => counting.watches() === 4);
      expect(states).toEqual(['listing', 'watching']);
    });

    it('says what is forbidden and goes on when it is allowed', async () => {
      await client.create(SERVICE_ACCOUNTS, { metadata: at('reader') });
      const { status } = await connect(config).request<{
        readonly status: { readonly token: string };
      }>({
        method: 'POST',
        path: `/api/v1/namespaces/${namespace}/serviceaccounts/reader/token`,
        body: { spec: {} },
      });
      const limited = clientOf(
        connect(changed(config, { token: status.token })),
      );
      expect(await limited.canI('list', CONFIG_MAPS, namespace)).toBe(false);
      const { reflector, logger } = reflect(limited, namespace, {
        backoff: { baseMs: 50, capMs: 200, resetAfterMs: 120_000 },
      });
      await until(() => reflector.state.kind === 'waiting');
      expect(reflector.state).toMatchObject({
        error: { failure: 'forbidden', resource: 'configmaps' },
      });
      expect(logger.lines.join()).not.toContain(status.token);

      await client.create(ROLES, {
        metadata: at('reader'),
        rules: [
          {
            apiGroups: [''],
            resources: ['configmaps'],
            verbs: ['list', 'watch'],
          },
        ],
      });
      await client.create(ROLE_BINDINGS, {
        metadata: at('reader'),
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'Role',
          name: 'reader',
        },
        subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace }],
      });
      await reflector.whenSynced(AbortSignal.timeout(60_000));
      expect(reflector.state.kind).toBe('watching');
    });

    it('shows a write to those who wait for it', async () => {
      const { reflector, store } = reflect(client, namespace);
      await reflector.whenSynced(AbortSignal.timeout(30_000));
      const expectations = new Expectations();
      const written = await client.create<ConfigMap>(
        CONFIG_MAPS,
        configMap(at('a'), '1'),
      );
      expectations.written('key', store, written);
      await until(() => expectations.waitMs('key') === 0);
      expect(store.get(`${namespace}/a`)?.metadata.resourceVersion).toBe(
        written.metadata.resourceVersion,
      );
    });
  });

  describe('LeaderElection', () => {
    function elector(
      on: KubeClient,
      identity: string,
      options: Partial<LeaderElectionOptions> = {},
    ) {
      const log: string[] = [];
      const election = new LeaderElection({
        client: on,
        namespace,
        name: 'engine',
        identity,
        leaseDurationMs: 3_000,
        renewDeadlineMs: 2_000,
        retryPeriodMs: 500,
        logger: new RecordingLogger(),
        ...options,
      });
      election.start({
        onStartedLeading: () => {
          log.push('started');
        },
        onStoppedLeading: () => {
          log.push('stopped');
        },
      });
      toEnd.push(() => election.stop());
      return { election, log };
    }

    it('lets another take over a leader that is cut off, and never two lead', async () => {
      const proxy = await proxyTo(config);
      const behind = clientOf(connect(changed(config, { server: proxy.url })));
      const a = elector(behind, 'a');
      await until(() => a.election.isLeader);
      const b = elector(client, 'b');
      await until(() => b.election.holder === 'a');
      let both = false;
      const look = setInterval(() => {
        both ||= a.election.isLeader && b.election.isLeader;
      }, 5);
      toEnd.push(async () => clearInterval(look));

      proxy.cut();
      await until(() => b.election.isLeader);
      expect(a.log).toEqual(['started', 'stopped']);
      proxy.restore();
      await until(() => a.election.holder === 'b');
      expect(a.election.isLeader).toBe(false);
      expect(both).toBe(false);
    });

    it('hands over at once when the leader stops', async () => {
      const long = {
        leaseDurationMs: 600_000,
        renewDeadlineMs: 300_000,
        retryPeriodMs: 500,
      };
      const a = elector(client, 'a', long);
      await until(() => a.election.isLeader);
      const b = elector(client, 'b', long);
      await until(() => b.election.holder === 'a');
      await a.election.stop();
      await until(() => b.election.isLeader);
      expect([a.log, b.log]).toEqual([['started', 'stopped'], ['started']]);
    });

    it('does not let a deposed leader write', async () => {
      const a = elector(client, 'a');
      await until(() => a.election.isLeader);
      const writer = new KubeClient(connect(config), {
        mayWrite: () => a.election.isLeader,
      });
      await writer.create(CONFIG_MAPS, configMap(at('a'), '1'));
      await a.election.stop();
      await expect(
        writer.create(CONFIG_MAPS, configMap(at('b'), '1')),
      ).rejects.toMatchObject({ failure: 'aborted', reason: 'NotLeading' });
    });
  });
});

describe('kube, while the API server is restarted', () => {
  let cluster: DevCluster;

  beforeAll(async () => {
    cluster = await startCluster({ kind: 'control-plane', controllers: '' });
  });

  afterAll(() => cluster?.stop());

  /** What the API server's own compaction does after five minutes. */
  async function compact(revision: string): Promise<void> {
    const state = await readFile(
      path.join(cluster.folder, 'state.json'),
      'utf8',
    );
    const etcd = /--etcd-servers=(http:[^"]+)/.exec(state)![1];
    const answer = await fetch(`${etcd}/v3/kv/compaction`, {
      method: 'POST',
      body: JSON.stringify({ revision, physical: true }),
    });
    expect(answer.status).toBe(200);
  }

  it('resumes a watch that the restart has cut', async () => {
    const client = clientOf(connect(kubeConfigAt(cluster.kubeconfigPath)));
    const namespace = await freshNamespace(client);
    const { reflector, value, changes } = reflect(client, namespace);
    await reflector.whenSynced(AbortSignal.timeout(30_000));
    await cluster.restartApiServer();
    await client.create(CONFIG_MAPS, configMap({ namespace, name: 'a' }, '1'));
    await until(() => value('a') === '1');
    expect(changes).toEqual(['added a 1']);
  });

  it('lists afresh when its version is compacted, and finds out what was deleted and made again', async () => {
    const config = kubeConfigAt(cluster.kubeconfigPath);
    const client = clientOf(connect(config));
    const namespace = await freshNamespace(client);
    const proxy = await proxyTo(config);
    const behind = clientOf(connect(changed(config, { server: proxy.url })));
    for (const name of ['gone', 'again', 'kept']) {
      await client.create(CONFIG_MAPS, configMap({ namespace, name }, '1'));
    }
    const { reflector, changes, value, logger } = reflect(behind, namespace);
    await reflector.whenSynced(AbortSignal.timeout(30_000));
    changes.length = 0;

    proxy.cut();
    for (const name of ['gone', 'again']) {
      await client.delete(CONFIG_MAPS, { namespace, name }, background);
    }
    const last = await client.create<ConfigMap>(
      CONFIG_MAPS,
      configMap({ namespace, name: 'again' }, '2'),
    );
    await compact(last.metadata.resourceVersion);
    await cluster.restartApiServer();
    proxy.restore();
    await until(() => value('again') === '2');
    expect(changes.sort()).toEqual([
      'added again 2',
      'deleted again 1',
      'deleted gone 1',
    ]);
    expect(logger.lines.join()).toContain('(410)');
  });

  it('is told that a list cannot be continued after its version is compacted', async () => {
    const client = clientOf(connect(kubeConfigAt(cluster.kubeconfigPath)));
    const namespace = await freshNamespace(client);
    for (const name of ['a', 'b', 'c']) {
      await client.create(CONFIG_MAPS, configMap({ namespace, name }, '1'));
    }
    const list = async () => {
      for await (const page of client.listPages<ConfigMap>(CONFIG_MAPS, {
        namespace,
        limit: 1,
      })) {
        expect(page.items).toHaveLength(1);
        const last = await client.create<ConfigMap>(
          CONFIG_MAPS,
          configMap({ namespace, name: 'd' }, '1'),
        );
        await compact(last.metadata.resourceVersion);
        await cluster.restartApiServer();
      }
    };
    await expect(list()).rejects.toMatchObject({ failure: 'gone' });
  });
});
