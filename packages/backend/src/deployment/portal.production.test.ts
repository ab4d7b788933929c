import {
  chown,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Run, RunLog } from 'backstage-plugin-locust-common';
import { parse, stringify } from 'yaml';
import { documentedCommands } from './__testUtils__/documentedCommands';
import { apply, kubectl, shell, withPortOf } from './__testUtils__/kubectl';
import { DEPLOY_FOLDER } from './__testUtils__/renderFolder';

/** Of the image of PostgreSQL. */
const POSTGRES_UID = 999;
const PORTAL = 'http://backstage.backstage.svc.cluster.local';
const ENGINE = 'http://backstage.locust-engine.svc.cluster.local';

/** Whoever visits the portal anew each time, and so meets no replica that is gone. */
const VISITORS = `from locust import HttpUser, constant, task


class Visitor(HttpUser):
    wait_time = constant(0.5)

    @task
    def visit(self):
        self.client.get("/", headers={"Connection": "close"})
`;

let folder: string;

async function until<T>(
  what: string,
  patienceMs: number,
  look: () => Promise<T | undefined>,
): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const isOver = Date.now() > end;
    try {
      const found = await look();
      if (found !== undefined) {
        return found;
      }
    } catch (error) {
      // A replica that is asked may be ending.
      if (isOver) {
        throw error;
      }
    }
    if (isOver) {
      throw new Error(`${what} took longer than ${patienceMs / 1000} s`);
    }
    await sleep(2_000);
  }
}

async function objects(namespace: string, ...what: readonly string[]) {
  const { items } = JSON.parse(
    await kubectl('get', '--namespace', namespace, ...what, '--output=json'),
  );
  return items as readonly any[];
}

/** The backend's pods that are not on their way out. */
async function podsOf(namespace: string) {
  const pods = await objects(
    namespace,
    ...['pods', '--selector', 'app.kubernetes.io/name=backstage'],
  );
  return pods.filter(({ metadata }) => !metadata.deletionTimestamp);
}

const namesOf = (pods: readonly { metadata: { name: string } }[]) =>
  pods.map(({ metadata }) => metadata.name);

const leader = () =>
  kubectl(
    ...['get', 'lease', 'locust-operator', '--namespace', 'default'],
    '--output=jsonpath={.spec.holderIdentity}',
  );

const guestToken = () =>
  withPortOf('backstage', 'backstage', async url => {
    const response = await fetch(`${url}/api/auth/guest/refresh`);
    return (await response.json()).backstageIdentity.token as string;
  });

/** Asks the plugin's API as a guest of the portal. */
async function ask<T>(route: string, namespace = 'backstage'): Promise<T> {
  const token = await guestToken();
  return withPortOf(namespace, 'backstage', async url => {
    const response = await fetch(`${url}/api/locust${route}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    if (!response.ok) {
      throw new Error(`${route}: ${response.status} ${await response.text()}`);
    }
    return response.json();
  });
}

const runsOf = async (test: string, namespace?: string) =>
  (await ask<{ items: readonly Run[] }>(`/runs?test=${test}`, namespace)).items;

/** The one run of a test, once it has come to a phase. */
function runIn(phase: Run['phase'], test: string, namespace?: string) {
  return until(`the run ${test} to be ${phase}`, 5 * 60_000, async () => {
    const runs = await runsOf(test, namespace);
    return runs.length > 0 && runs.every(it => it.phase === phase)
      ? runs[0]
      : undefined;
  });
}

/** Held against what its master printed, and against there being a second one. */
async function expectWholeOutcome(run: Run, namespace?: string) {
  expect(await runsOf(run.test, namespace)).toHaveLength(1);
  const log = await ask<RunLog>(`/runs/${run.id}/log`, namespace);
  expect(log.complete).toBe(true);
  const printed = log.lines.flatMap(
    line => line.match(/^ *Aggregated +(\d+) +(\d+)\(/) ?? [],
  );
  const [requests, failures] = printed.slice(-2).map(Number);
  expect(run.total).toMatchObject({ requests, failures });
  expect(requests).toBeGreaterThan(0);
}

/** Makes an overlay of an overlay, as a site does, and gives back its folder. */
async function overlayOf(
  overlay: string,
  change: object,
  files: Readonly<Record<string, object>> = {},
): Promise<string> {
  const made = await mkdtemp(path.join(folder, `${overlay}-`));
  const base = path.join(DEPLOY_FOLDER, 'overlays', overlay);
  const all = {
    'kustomization.yaml': {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      // An absolute path is none to kustomize.
      resources: [path.relative(made, base)],
      ...change,
    },
    ...files,
  };
  for (const [name, content] of Object.entries(all)) {
    await writeFile(path.join(made, name), stringify(content));
  }
  return made;
}

const applyFolder = (overlay: string) =>
  shell(
    `kubectl apply --server-side --force-conflicts --kustomize '${overlay}'`,
  );

const rolledOut = (namespace: string) =>
  kubectl(
    ...['rollout', 'status', 'deployment/backstage'],
    ...['--namespace', namespace, '--timeout', '10m'],
  );

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'locust-deployment-'));
  // Other clusters make volumes by themselves.
  const data = path.join(folder, 'postgres');
  await mkdir(data, { mode: 0o700 });
  await chown(data, POSTGRES_UID, POSTGRES_UID);
  await apply({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'postgres' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '5Gi' },
      hostPath: { path: data },
      persistentVolumeReclaimPolicy: 'Retain',
    },
  });
});

afterAll(async () => {
  await kubectl(
    ...['delete', 'namespace', 'backstage', 'locust-engine'],
    ...['--ignore-not-found', '--timeout=3m'],
  );
  await kubectl('delete', 'persistentvolume', 'postgres', '--timeout=1m');
  await rm(folder, { recursive: true, force: true });
});

describe('the portal in a cluster', () => {
  it('starts by the documented commands, with both replicas', async () => {
    const commands = documentedCommands('Try it');
    const [build, ...others] = commands;
    // Built as it says, by scripts/portalImage.cjs.
    expect(build).toBe(
      'docker build --file packages/backend/Dockerfile --tag load-test-portal:0.1.0 .',
    );
    const start = others.filter(it => /--namespace backstage|trial/.test(it));
    expect(start.pop()).toMatch(/port-forward service\/backstage 7007:80$/);
    for (const command of start) {
      await shell(command);
    }
    const pods = await podsOf('backstage');
    expect(pods).toHaveLength(2);
    for (const { status } of pods) {
      expect(status.conditions).toContainEqual(
        expect.objectContaining({ type: 'Ready', status: 'True' }),
      );
    }
  });

  it('runs a load test that kubectl applies, and shows its outcome', async () => {
    for (const command of documentedCommands('Try it').slice(-1)) {
      await shell(command);
    }
    const run = await runIn('finished', 'shop-smoke');
    expect(run).toMatchObject({ workersWanted: 2, workersConnected: 2 });
    await expectWholeOutcome(run);
  });

  it('is upgraded under a run and under its visitors, who do not notice', async () => {
    const before = await podsOf('backstage');
    const ledBefore = await leader();
    await apply({
      apiVersion: 'locust-qa.xyz/v1',
      kind: 'Locust',
      metadata: { name: 'through-an-upgrade', namespace: 'demo' },
      spec: {
        workers: 1,
        users: 2,
        spawnRate: 2,
        runTime: '1h',
        host: PORTAL,
        locustfile: { inline: VISITORS },
      },
    });
    await runIn('running', 'through-an-upgrade');

    await applyFolder(
      await overlayOf('trial', {
        configMapGenerator: [
          {
            name: 'backstage-environment',
            namespace: 'backstage',
            behavior: 'merge',
            literals: ['PORTAL_URL=http://localhost:7008'],
          },
        ],
      }),
    );
    await rolledOut('backstage');
    const gone = namesOf(before);
    const after = await until(
      'the replicas to be new ones',
      120_000,
      async () => {
        const pods = await podsOf('backstage');
        const isNew = !namesOf(pods).some(name => gone.includes(name));
        return isNew && pods.length === 2 ? pods : undefined;
      },
    );
    await until('another replica to lead', 60_000, async () =>
      (await leader()) !== ledBefore ? true : undefined,
    );
    expect(namesOf(after)).toHaveLength(2);
    expect(await runsOf('through-an-upgrade')).toMatchObject([
      { phase: 'running' },
    ]);

    await kubectl(
      ...['patch', 'locust', 'through-an-upgrade', '--namespace', 'demo'],
      ...['--type=merge', '--patch', '{"spec":{"stop":true}}'],
    );
    const run = await runIn('stopped', 'through-an-upgrade');
    await expectWholeOutcome(run);
    expect(run.total!.failures).toBe(0);
    const jobs = await objects(
      'demo',
      ...['jobs', '--selector', 'locust=through-an-upgrade'],
    );
    expect(jobs).toHaveLength(1);
  });

  it('is never short of memory', async () => {
    for (const { metadata, status } of await podsOf('backstage')) {
      for (const { lastState } of status.containerStatuses) {
        expect([metadata.name, lastState.terminated?.reason]).not.toEqual([
          metadata.name,
          'OOMKilled',
        ]);
      }
    }
  });

  it('leaves the load tests to an engine alone, with their history', async () => {
    const password = await kubectl(
      ...['get', 'secret', 'backstage-secrets', '--namespace', 'backstage'],
      '--output=jsonpath={.data.POSTGRES_PASSWORD}',
    );
    const site = path.join(
      DEPLOY_FOLDER,
      'overlays/trial/app-config.site.yaml',
    );
    await applyFolder(
      await overlayOf(
        'trial',
        {
          configMapGenerator: [
            {
              name: 'backstage-config',
              namespace: 'backstage',
              behavior: 'merge',
              files: ['app-config.site.yaml'],
            },
          ],
        },
        {
          'app-config.site.yaml': {
            ...parse(await readFile(site, 'utf8')),
            discovery: {
              endpoints: [
                { target: `${ENGINE}/api/{{pluginId}}`, plugins: ['locust'] },
              ],
            },
            locust: { engine: { enabled: false } },
          },
        },
      ),
    );
    await rolledOut('backstage');

    await applyFolder(
      await overlayOf('engine-alone', {
        images: [
          {
            name: 'registry.example.com/load-test-portal',
            newName: 'load-test-portal',
          },
        ],
        configMapGenerator: [
          {
            name: 'backstage-environment',
            namespace: 'locust-engine',
            behavior: 'merge',
            literals: [
              `PORTAL_URL=${PORTAL}`,
              `ENGINE_URL=${ENGINE}`,
              'POSTGRES_HOST=backstage-postgres.backstage.svc.cluster.local',
            ],
          },
        ],
      }),
    );
    await apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'backstage-secrets', namespace: 'locust-engine' },
      data: { POSTGRES_PASSWORD: password },
    });
    await rolledOut('locust-engine');

    await apply({
      apiVersion: 'locust-qa.xyz/v1',
      kind: 'Locust',
      metadata: { name: 'by-an-engine-alone', namespace: 'demo' },
      spec: {
        workers: 1,
        users: 1,
        spawnRate: 1,
        runTime: '10s',
        host: PORTAL,
        locustfile: { inline: VISITORS },
      },
    });
    const run = await runIn('finished', 'by-an-engine-alone', 'locust-engine');
    await expectWholeOutcome(run, 'locust-engine');
    expect(await runsOf('shop-smoke', 'locust-engine')).toHaveLength(1);
  });
});
