import { ANNOTATIONS, LABELS } from 'backstage-plugin-locust-common';
import { CRON_JOBS, NAMESPACES, PODS } from '../kube/ResourceTypes';
import { eventually } from './testing/eventually';
import { heldTransport } from './testing/heldTransport';
import { TestNamespace } from './testing/TestNamespace';

jest.setTimeout(120_000);

const OF_PORTAL = { annotations: { [ANNOTATIONS.createdBy]: 'portal' } };

describe('Pods', () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
  });

  afterEach(() => cluster.dispose());

  /** The API server's own admission then refuses every pod that does not keep to the standard. */
  const enforce = () =>
    cluster.client.mergePatch(
      NAMESPACES,
      { name: cluster.name },
      {
        metadata: {
          labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
        },
      },
    );

  const workerOf = (name: string) =>
    eventually(`${name} has a worker`, async () =>
      (await cluster.list(PODS)).find(
        it =>
          it.metadata.labels?.[LABELS.role] === 'worker' &&
          it.metadata.labels?.[LABELS.locust] === name,
      ),
    );

  it('of a manifest for the original come in a namespace that enforces "restricted"', async () => {
    await enforce();
    await cluster.startEngine();
    await cluster.apply('demo', {});
    const pods = [await cluster.masterPod('job-demo'), await workerOf('demo')];
    for (const { spec } of pods) {
      expect(spec).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true },
        containers: [{ resources: { limits: { cpu: '1', memory: '1Gi' } } }],
      });
    }

    await cluster.apply('nightly', { schedule: '0 3 29 2 *' });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-nightly');
    await cluster.jobFrom(cronJob, 'cronjob-nightly-1');
    await cluster.masterPod('cronjob-nightly-1');
    await workerOf('nightly');
  });

  it('of everything that a form may ask for come there as well', async () => {
    await enforce();
    await cluster.startEngine();
    await cluster.apply(
      'demo',
      {
        image: 'shop:1',
        imagePullSecret: 'pull',
        host: 'http://shop',
        locustfile: { inline: 'import locust' },
        secretRef: 'keys',
        mountExternalSecret: { mountPath: '/mnt/keys', name: 'keys' },
        mounts: [{ persistentVolumeClaim: 'data', mountPath: '/mnt/data' }],
        env: [{ name: 'A', value: 'a' }],
        master: {
          serviceAccountName: 'default',
          extraArgs: ['--only-summary'],
        },
        worker: { resources: { limits: { memory: '64Mi' } } },
      },
      OF_PORTAL,
    );
    await cluster.masterPod('job-demo');
    const { spec } = await workerOf('demo');
    expect(spec.containers[0].resources).toEqual({
      requests: { cpu: '100m', memory: '64Mi' },
      limits: { cpu: '1', memory: '64Mi' },
    });
  });

  it('are as the original made them elsewhere, which is asked about once', async () => {
    const { transport, requests } = heldTransport(cluster.engineConfig);
    await cluster.startEngine({}, { transport });
    await cluster.apply('one', {});
    const { spec } = await cluster.masterPod('job-one');
    expect(spec.automountServiceAccountToken).toBeUndefined();
    expect(spec.securityContext).toEqual({});
    expect(spec.containers[0].securityContext).toBeUndefined();
    await cluster.apply('two', {});
    await workerOf('two');
    await cluster.apply('three', {}, OF_PORTAL);
    await workerOf('three');
    expect(
      requests.filter(it => it.path === `/api/v1/namespaces/${cluster.name}`),
    ).toHaveLength(1);
  });

  it('say who they cost something, also those of a schedule', async () => {
    await cluster.startEngine(
      {},
      {
        ownerOf: () => 'group:default/shop',
        entityRefOf: () => 'component:default/checkout',
      },
    );
    const costs = {
      [LABELS.owner]: 'group.default.shop',
      [LABELS.entity]: 'component.default.checkout',
    };
    await cluster.apply('demo', {});
    await cluster.apply('nightly', { schedule: '0 3 29 2 *' });
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-nightly');
    // The catalog may be read later, which must not write every schedule anew.
    expect(
      cronJob.spec.jobTemplate.spec.template.metadata.labels,
    ).not.toMatchObject(costs);
    await cluster.jobFrom(cronJob, 'cronjob-nightly-1');
    for (const pod of [
      await cluster.masterPod('job-demo'),
      await workerOf('demo'),
      await cluster.masterPod('cronjob-nightly-1'),
      await workerOf('nightly'),
    ]) {
      expect(pod.metadata.labels).toMatchObject(costs);
    }
  });
});
