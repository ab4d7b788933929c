import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppsV1Api, CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { placesOf } from './clusterPlaces';
import { applyManifests, DevCluster, startCluster } from './index';
import { markedProcesses } from './markedProcesses';
import { packageFolder } from './packageFolder';
import { runCommand } from './runCommand';

// The first run on a machine may have to build Kubernetes and Locust's image.
const FIRST_START_MS = 30 * 60_000;
jest.setTimeout(5 * 60_000);

const SHOP = path.join(packageFolder(), '../../examples/cluster/shop.yaml');

async function until(holds: () => Promise<boolean>) {
  while (!(await holds())) {
    await sleep(250);
  }
}

/** What the cluster could have left on the machine, beside its folders. */
async function tracesOf(cluster: DevCluster): Promise<readonly string[]> {
  const places = placesOf(cluster.folder);
  const everything = [
    ...(await runCommand('ip', ['netns', 'list'])).split('\n'),
    ...(await runCommand('ip', ['-brief', 'link'])).split('\n'),
    ...(await runCommand('nft', ['list', 'tables'])).split('\n'),
    ...readFileSync('/proc/self/mountinfo', 'utf8').split('\n'),
    ...readdirSync('/sys/fs/cgroup').flatMap(name => {
      const group = path.join('/sys/fs/cgroup', name, places.cgroup);
      return existsSync(group) ? [group] : [];
    }),
  ];
  return everything.filter(line => line.includes(places.id));
}

const describeAsRoot = process.getuid?.() === 0 ? describe : describe.skip;

describeAsRoot('a node', () => {
  let cluster: DevCluster;

  beforeAll(async () => {
    cluster = await startCluster({ kind: 'node' });
    await applyManifests(cluster.kubeconfigPath, [SHOP]);
  }, FIRST_START_MS);

  afterAll(() => cluster?.stop());

  function client() {
    const config = new KubeConfig();
    config.loadFromFile(cluster.kubeconfigPath);
    return config;
  }

  it('runs the demo shop', async () => {
    const apps = client().makeApiClient(AppsV1Api);
    const available = async () => {
      const shop = { namespace: 'demo', name: 'shop' };
      const { status } = await apps.readNamespacedDeployment(shop);
      return status?.availableReplicas === 1;
    };
    await until(available);
    expect(await available()).toBe(true);
  });

  /** A Deployment is available a moment before every packet to its Service finds it. */
  const untilShopAnswers = `until python3 -c 'import urllib.request as r; r.urlopen("http://shop/healthz")'; do sleep 0.2; done 2>/dev/null`;

  it("lets Locust's image load the shop through its Service and tells what it printed", async () => {
    const core = client().makeApiClient(CoreV1Api);
    const locustfile = [
      'from locust import HttpUser, task',
      'class Customer(HttpUser):',
      '    @task',
      '    def products(self):',
      '        self.client.get("/products")',
    ].join('\n');
    await core.createNamespacedPod({
      namespace: 'demo',
      body: {
        metadata: { name: 'load' },
        spec: {
          restartPolicy: 'Never',
          securityContext: { runAsNonRoot: true, runAsUser: 1000 },
          containers: [
            {
              name: 'locust',
              image: 'locustio/locust:2.47.0',
              command: ['sh', '-c'],
              args: [
                `${untilShopAnswers}; echo "$LOCUSTFILE" > locustfile.py && exec locust --headless -u 1 -t 3s -H http://shop`,
              ],
              env: [{ name: 'LOCUSTFILE', value: locustfile }],
            },
          ],
        },
      },
    });
    const load = { namespace: 'demo', name: 'load' };
    await until(async () => {
      const phase = (await core.readNamespacedPod(load)).status?.phase;
      return phase === 'Succeeded' || phase === 'Failed';
    });
    const log = await core.readNamespacedPodLog(load);
    expect(log).toMatch(/GET +\/products +[1-9]\d* +0\(0\.00%\)/);
    expect((await core.readNamespacedPod(load)).status?.phase).toBe(
      'Succeeded',
    );
  });

  it('leaves nothing once it is stopped', async () => {
    expect(await tracesOf(cluster)).not.toEqual([]);
    await cluster.stop();
    expect(markedProcesses(cluster.folder)).toEqual([]);
    expect(await tracesOf(cluster)).toEqual([]);
    expect(existsSync(cluster.folder)).toBe(false);
    expect(existsSync(placesOf(cluster.folder).runFolder)).toBe(false);
  });
});
