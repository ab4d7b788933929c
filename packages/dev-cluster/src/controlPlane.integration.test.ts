import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchV1Api, CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { apiGet } from './apiRequest';
import { applyManifests, DevCluster, findCluster, startCluster } from './index';
import { markedProcesses } from './markedProcesses';
import { packageFolder } from './packageFolder';

jest.setTimeout(240_000);

function clientConfig(cluster: DevCluster) {
  const config = new KubeConfig();
  config.loadFromFile(cluster.kubeconfigPath);
  return config;
}

async function until(holds: () => boolean | Promise<boolean>) {
  while (!(await holds())) {
    await sleep(50);
  }
}

describe('a control plane', () => {
  let cluster: DevCluster;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'control-plane-test-'));
    cluster = await startCluster({
      kind: 'control-plane',
      auditLog: path.join(folder, 'audit.log'),
    });
  });

  afterAll(async () => {
    await cluster?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('keeps what is written to it with the bearer token of its kubeconfig', async () => {
    const config = clientConfig(cluster);
    expect(config.getCurrentUser()?.token).toBe(cluster.token);
    const core = config.makeApiClient(CoreV1Api);
    await core.createNamespacedConfigMap({
      namespace: 'default',
      body: { metadata: { name: 'kept' }, data: { key: 'value' } },
    });
    const read = await core.readNamespacedConfigMap({
      namespace: 'default',
      name: 'kept',
    });
    expect(read.data).toEqual({ key: 'value' });
  });

  it('refuses another token', async () => {
    const answer = await apiGet(
      {
        server: cluster.server,
        token: 'another',
        certificateAuthority: await readFile(
          cluster.certificateAuthorityPath,
          'utf8',
        ),
      },
      '/api/v1/namespaces',
    );
    expect(answer.status).toBe(401);
  });

  it('runs the controllers: a Job gets its pod', async () => {
    const config = clientConfig(cluster);
    await config.makeApiClient(BatchV1Api).createNamespacedJob({
      namespace: 'default',
      body: {
        metadata: { name: 'job' },
        spec: {
          template: {
            spec: {
              restartPolicy: 'Never',
              containers: [{ name: 'main', image: 'none' }],
            },
          },
        },
      },
    });
    const core = config.makeApiClient(CoreV1Api);
    const podsOfJob = () =>
      core.listNamespacedPod({
        namespace: 'default',
        labelSelector: 'job-name=job',
      });
    await until(async () => (await podsOfJob()).items.length > 0);
    expect((await podsOfJob()).items[0].metadata?.ownerReferences).toEqual([
      expect.objectContaining({ kind: 'Job', name: 'job' }),
    ]);
  });

  it('takes manifests from files and objects, again and again', async () => {
    const file = path.join(folder, 'manifests.yaml');
    const render = (value: string) => `apiVersion: v1
kind: Namespace
metadata: { name: applied }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: applied }
data: { key: ${value} }
`;
    await writeFile(file, render('first'));
    await applyManifests(cluster.kubeconfigPath, [file]);
    await writeFile(file, render('second'));
    await applyManifests(cluster.kubeconfigPath, [
      file,
      {
        ...{ apiVersion: 'v1', kind: 'ServiceAccount' },
        metadata: { name: 'runner', namespace: 'applied' },
      },
    ]);

    const core = clientConfig(cluster).makeApiClient(CoreV1Api);
    const settings = await core.readNamespacedConfigMap({
      namespace: 'applied',
      name: 'settings',
    });
    expect(settings.data).toEqual({ key: 'second' });
    expect(settings.metadata?.managedFields?.map(f => f.manager)).toContain(
      'dev-cluster',
    );
    await core.readNamespacedServiceAccount({
      namespace: 'applied',
      name: 'runner',
    });
  });

  it('says which manifest was refused', async () => {
    await expect(
      applyManifests(cluster.kubeconfigPath, [
        {
          ...{ apiVersion: 'v1', kind: 'ConfigMap' },
          metadata: { name: 'lost', namespace: 'no-such-namespace' },
        },
      ]),
    ).rejects.toThrow('ConfigMap lost could not be applied');
  });

  it('has the same address and data after its API server was restarted', async () => {
    const core = clientConfig(cluster).makeApiClient(CoreV1Api);
    await core.createNamespacedConfigMap({
      namespace: 'default',
      body: { metadata: { name: 'before-restart' } },
    });
    await cluster.restartApiServer();
    const read = await core.readNamespacedConfigMap({
      namespace: 'default',
      name: 'before-restart',
    });
    expect(read.metadata?.name).toBe('before-restart');
  });

  it('writes its requests to the audit log', async () => {
    const log = await readFile(path.join(folder, 'audit.log'), 'utf8');
    const created = log
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
      .find(
        event =>
          event.verb === 'create' && event.objectRef?.resource === 'jobs',
      );
    expect(created).toMatchObject({
      user: { username: 'admin' },
      responseStatus: { code: 201 },
    });
  });

  it('is found by its name', async () => {
    expect((await findCluster(cluster.name))?.server).toBe(cluster.server);
  });
});

describe('two control planes at once', () => {
  it('do not meet, and leave nothing once they are stopped', async () => {
    const [one, other] = await Promise.all([
      startCluster({ kind: 'control-plane' }),
      startCluster({ kind: 'control-plane', controllers: '' }),
    ]);
    try {
      expect(one.server).not.toBe(other.server);
      const core = clientConfig(one).makeApiClient(CoreV1Api);
      await core.createNamespace({ body: { metadata: { name: 'only-one' } } });
      const { items } = await clientConfig(other)
        .makeApiClient(CoreV1Api)
        .listNamespace();
      expect(items.map(({ metadata }) => metadata?.name)).not.toContain(
        'only-one',
      );
      expect(markedProcesses(one.folder)).toHaveLength(3);
      // Without controllers it is etcd and the API server.
      expect(markedProcesses(other.folder)).toHaveLength(2);
    } finally {
      await Promise.all([one.stop(), other.stop()]);
    }
    for (const { folder, name } of [one, other]) {
      expect(markedProcesses(folder)).toEqual([]);
      expect(existsSync(folder)).toBe(false);
      expect(await findCluster(name)).toBeUndefined();
    }
  });
});

describe('a control plane whose starter is killed', () => {
  it('goes as well and leaves nothing', async () => {
    const starter = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        '--eval',
        `require('./src/index.ts').startCluster({ kind: 'control-plane' })
           .then(({ folder }) => console.log(folder), console.error);
         setInterval(() => {}, 1000);`,
      ],
      {
        cwd: packageFolder(),
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, NODE_OPTIONS: '' },
      },
    );
    const [folder] = await once(
      createInterface({ input: starter.stdout! }),
      'line',
    );
    expect(markedProcesses(folder)).toHaveLength(3);

    starter.kill('SIGKILL');
    await until(() => !existsSync(folder));
    expect(markedProcesses(folder)).toEqual([]);
  });
});
