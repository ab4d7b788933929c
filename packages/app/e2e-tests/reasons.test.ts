import type { Run } from 'backstage-plugin-locust-common';
import { expect, kubectl, type PortalApi, test } from './portal';

/** Everything here ends by itself within two minutes, all of it together as well. */
const END = { timeout: 200_000 };

/** Of which the namespace may have none, and every other run asks for none. */
const LICENCE = 'example.com/licence';

const SHOPPER = `
class Shopper(HttpUser):
    wait_time = constant(0.2)

    @task
    def browse(self):
        self.client.get("/products")
`;

const SHOP_LOCUSTFILE = `
from locust import HttpUser, constant, task
${SHOPPER}`;

const SYNTAX_ERROR = `from locust import HttpUser, task


class Shopper(HttpUser):
    @task
    def browse(self)
        self.client.get("/products")
`;

const MISSING_MODULE = `from locust import HttpUser, constant, task
import shop_client
${SHOPPER}`;

const MISSING_MODULE_ON_WORKERS = `import sys
from locust import HttpUser, constant, task

if "--worker" in sys.argv:
    import shop_client
${SHOPPER}`;

const SLEEPING_WORKERS = `import sys
import time
from locust import HttpUser, constant, task

if "--worker" in sys.argv:
    time.sleep(600)
${SHOPPER}`;

const NO_USERS = `from locust import HttpUser  # noqa: F401
`;

const GREEDY_MASTER = `import sys
from locust import HttpUser, constant, task

hoard = []
while "--master" in sys.argv:
    hoard.append(bytearray(b"x" * 1_000_000))
${SHOPPER}`;

/** One of two workers, once its users are there. */
const GREEDY_WORKER = `from locust import HttpUser, constant, task

hoard = []


class Shopper(HttpUser):
    wait_time = constant(0.2)

    @task
    def browse(self):
        self.client.get("/products")
        while self.environment.runner.worker_index == 0:
            hoard.append(bytearray(b"x" * 1_000_000))
`;

const OBSTINATE_MASTER = `import signal

import gevent
from locust import HttpUser, constant, events, task
from locust.runners import MasterRunner


@events.init.add_listener
def stay(environment, **_):
    if isinstance(environment.runner, MasterRunner):
        environment.runner.quit = lambda: None
        # Locust sets a handler of its own once it is through with this.
        gevent.spawn_later(1, signal.signal, signal.SIGTERM, signal.SIG_IGN)
${SHOPPER}`;

const WRITING_MASTER = `import sys
import time
from locust import HttpUser, constant, task

if "--master" in sys.argv:
    with open("/tmp/hoard", "wb") as file:
        file.write(b"x" * 50_000_000)
    time.sleep(600)
${SHOPPER}`;

const BASE = {
  workers: 1,
  users: 2,
  spawnRate: 2,
  runTime: '5s',
  workersReadyTimeout: '2m',
  host: 'http://shop.demo.svc.cluster.local',
  locustfile: { inline: SHOP_LOCUSTFILE },
};

const CHECKOUT = '/catalog/default/component/checkout';

const NOWHERE = { nodeSelector: { 'example.com/nobody': 'has-it' } };

interface Case {
  readonly what: string;
  readonly name: string;
  readonly spec: object;
  readonly phase?: Run['phase'];
  readonly code: string;
  readonly says: RegExp;
}

const CASES: readonly Case[] = [
  {
    what: 'an image that no registry has',
    name: 'image-nowhere',
    spec: { image: 'registry.invalid/none:1' },
    code: 'ImagePullFailed',
    says: /^The image of the master cannot be pulled \((ErrImagePull|ImagePullBackOff): .*registry\.invalid\/none:1.*\); check the image's name and the pull secret/,
  },
  {
    what: 'a master that no node takes',
    name: 'master-nowhere',
    spec: { master: NOWHERE, workersReadyTimeout: '10s' },
    code: 'Unschedulable',
    says: /^No node takes the master: 0\/1 nodes are available: .*; ask for less CPU or memory, correct its nodeSelector/,
  },
  {
    what: 'a quota that leaves no pod',
    name: 'quota-full',
    spec: {
      workersReadyTimeout: '10s',
      master: { resources: { limits: { [LICENCE]: 1 } } },
    },
    code: 'QuotaExceeded',
    says: /^The namespace's quota leaves no pod for the master: exceeded quota: licences, requested: requests\.example\.com\/licence=1, used: \S+=0, limited: \S+=0; wait until/,
  },
  {
    what: 'a master that runs out of memory',
    name: 'master-greedy',
    spec: {
      locustfile: { inline: GREEDY_MASTER },
      master: { resources: { limits: { memory: '192Mi' } } },
    },
    code: 'OutOfMemory',
    says: /^The master ran out of memory and was killed; .*master\.resources/,
  },
  {
    what: 'a worker that runs out of memory, which its run survives',
    name: 'worker-greedy',
    spec: {
      workers: 2,
      runTime: '25s',
      locustfile: { inline: GREEDY_WORKER },
      worker: { resources: { limits: { memory: '192Mi' } } },
    },
    phase: 'finished',
    code: 'OutOfMemory',
    says: /^A worker ran out of memory and was killed, .*worker\.resources/,
  },
  {
    what: 'a master that the node evicts',
    name: 'master-evicted',
    spec: {
      locustfile: { inline: WRITING_MASTER },
      master: { resources: { limits: { 'ephemeral-storage': '1Mi' } } },
    },
    code: 'Evicted',
    says: /^The node evicted the master: .*ephemeral.*; request as much/,
  },
  {
    what: 'a locustfile that does not end at its deadline',
    name: 'master-obstinate',
    spec: {
      workersReadyTimeout: '1m',
      locustfile: { inline: OBSTINATE_MASTER },
    },
    code: 'DeadlineExceeded',
    says: /^The run was ended after 1m25s, its run time with the time for starting and stopping; see in the log/,
  },
  {
    what: 'workers that no node takes',
    name: 'workers-nowhere',
    spec: { worker: NOWHERE, workersReadyTimeout: '20s' },
    code: 'WorkersNotConnected',
    says: /^Only 0 of 1 workers connected within 20s: no node takes the worker: 0\/1 nodes are available/,
  },
  {
    what: 'workers that run and do not come',
    name: 'workers-asleep',
    spec: {
      workersReadyTimeout: '75s',
      locustfile: { inline: SLEEPING_WORKERS },
    },
    code: 'WorkersNotConnected',
    says: /^Only 0 of 1 workers connected within 1m15s, though all run; see that/,
  },
  {
    what: 'workers that end with an error of the locustfile',
    name: 'workers-failing',
    spec: {
      workersReadyTimeout: '75s',
      locustfile: { inline: MISSING_MODULE_ON_WORKERS },
    },
    code: 'WorkersNotConnected',
    says: /^Only 0 of 1 workers connected within 1m15s: the locustfile cannot be run on the workers: ModuleNotFoundError: No module named 'shop_client' \(\S+locustfile\.py:5\); put the module into the image/,
  },
  {
    what: 'a module that the image does not have',
    name: 'module-missing',
    spec: { locustfile: { inline: MISSING_MODULE } },
    code: 'LocustFailed',
    says: /^The locustfile cannot be run: ModuleNotFoundError: No module named 'shop_client' \(\S+locustfile\.py:2\); put the module into the image/,
  },
  {
    what: 'a locustfile without users',
    name: 'users-missing',
    spec: { locustfile: { inline: NO_USERS } },
    code: 'LocustFailed',
    says: /^The locustfile has no users to run: No User class found; write a class/,
  },
  {
    what: 'a locustfile that is not there',
    name: 'locustfile-missing',
    spec: {
      locustfile: undefined,
      env: [{ name: 'LOCUST_LOCUSTFILE', value: '/mnt/nothing.py' }],
    },
    code: 'LocustFailed',
    says: /^Locust finds no locustfile: Could not find '\/mnt\/nothing\.py'; give one/,
  },
  {
    what: 'arguments that Locust does not accept',
    name: 'arguments-wrong',
    spec: { master: { extraArgs: ['--wokers=3'] } },
    code: 'LocustFailed',
    says: /^Locust does not accept its arguments: unrecognized arguments: --wokers=3; correct master\.extraArgs/,
  },
  {
    what: 'a host whose name nobody knows, which its run survives',
    name: 'host-unknown',
    spec: { host: 'http://nobody.demo.svc.cluster.local' },
    phase: 'finished',
    code: 'HostUnreachable',
    says: /^No request reached the host .*nobody\.demo\.svc\.cluster\.local.*, for its name cannot be resolved; check/,
  },
  {
    what: 'a host that refuses connections, which its run survives',
    name: 'host-refuses',
    spec: { host: 'http://127.0.0.1:9' },
    phase: 'finished',
    code: 'HostUnreachable',
    says: /^No request reached the host .*127\.0\.0\.1:9.*, for it refuses connections; check the port/,
  },
];

async function answer(args: readonly string[], input?: object) {
  const { code, stdout, stderr } = await kubectl(args, input);
  expect(code, stderr).toBe(0);
  return stdout;
}

/** As a person applies it; the label puts its runs under a component that guests may see. */
function locust(name: string, spec: object) {
  return {
    apiVersion: 'locust-qa.xyz/v1',
    kind: 'Locust',
    metadata: { name, labels: { 'backstage.io/kubernetes-id': 'checkout' } },
    spec: { ...BASE, ...spec },
  };
}

async function endOf(api: PortalApi, name: string): Promise<Run> {
  let run: Run | undefined;
  await expect
    .poll(async () => {
      [run] = await api.runsOf(name);
      return run?.phase;
    }, END)
    .toMatch(/^(finished|stopped|error|skipped)$/);
  return run!;
}

test('a locustfile with a syntax error is told with its line, within 10 s of its pod’s end, on a narrow screen as well', async ({
  page,
  api,
}) => {
  const name = 'syntax-error';
  await answer(
    ['create', '--filename', '-'],
    locust(name, { locustfile: { inline: SYNTAX_ERROR } }),
  );
  const run = await endOf(api, name);
  expect(run.phase).toBe('error');
  expect(run.reason).toMatchObject({
    code: 'LocustFailed',
    message: expect.stringMatching(
      /^The locustfile cannot be run: SyntaxError: .*\(\S+locustfile\.py:6\); correct it and run the test again\.$/,
    ),
  });
  const ended = await answer([
    ...['get', 'pods', '--selector', `job-name=job-${name}`, '--output'],
    'jsonpath={.items[0].status.containerStatuses[0].state.terminated.finishedAt}',
  ]);
  const { items } = await api.get<{
    readonly items: ReadonlyArray<{
      readonly reason: string;
      readonly time: string;
    }>;
  }>(`/runs/${run.id}/events`);
  const told = items.find(it => it.reason === 'LocustFailed');
  const seconds = (Date.parse(told!.time) - Date.parse(ended)) / 1000;
  expect(seconds).toBeLessThanOrEqual(10);
  await answer(['delete', 'locust', name]);

  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto(`${CHECKOUT}/load-tests/runs/${run.id}`);
  await expect(page.getByRole('alert')).toContainText(run.reason!.message);
  const width = await page.evaluate(() => document.body.scrollWidth);
  expect(width).toBeLessThanOrEqual(360);
});

test.describe('a run says in one sentence why, and what to do', () => {
  test.beforeAll(async () => {
    await answer(['create', '--filename', '-'], {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'licences' },
      spec: { hard: { [`requests.${LICENCE}`]: '0' } },
    });
    await answer([
      ...['wait', 'resourcequota/licences', '--for'],
      `jsonpath={.status.hard.requests\\.example\\.com/licence}=0`,
    ]);
    // All at once: most of them wait for something most of the time.
    await answer(['create', '--filename', '-'], {
      apiVersion: 'v1',
      kind: 'List',
      items: CASES.map(({ name, spec }) => locust(name, spec)),
    });
  });

  test.afterAll(async () => {
    await answer(['delete', 'resourcequota', 'licences']);
    await answer([...['delete', 'locusts'], ...CASES.map(it => it.name)]);
  });

  for (const { what, name, phase = 'error', code, says } of CASES) {
    test(`for ${what}`, async ({ api }) => {
      const run = await endOf(api, name);
      expect(run.reason?.message).toMatch(says);
      expect(run).toMatchObject({ phase, reason: { code } });
    });
  }
});
