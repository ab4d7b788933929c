import { END_PATIENCE, expect, kubectl, START_PATIENCE, test } from './portal';

/**
 * A test whose workers are as obstinate as workers get: told to end, they begin anew and look for their master again
 * by the name they were given, for some seconds.
 */
const OBSTINATE_LOCUSTFILE = `
import os
import signal
import sys

import gevent
from locust import HttpUser, constant, events, task
from locust.runners import WorkerRunner

if "BEGAN_ANEW" in os.environ:
    gevent.spawn_later(8, os._exit, 0)


def begin_anew(*_):
    os.environ["BEGAN_ANEW"] = "yes"
    os.execvp(sys.argv[0], sys.argv)


@events.init.add_listener
def disobey(environment, **_):
    if isinstance(environment.runner, WorkerRunner):
        # Locust sets a handler of its own once it is through with this.
        gevent.spawn_later(1, signal.signal, signal.SIGTERM, begin_anew)


class Customer(HttpUser):
    wait_time = constant(0.2)

    @task
    def products(self):
        self.client.get("/products")
`;

const SPEC = {
  workers: 2,
  users: 2,
  spawnRate: 2,
  host: 'http://shop.demo.svc.cluster.local',
  locustfile: { inline: OBSTINATE_LOCUSTFILE },
};

const RUN_OF = 'batch.kubernetes.io/job-name';
const JOB_UID = 'locust-qa.xyz/job-uid';

interface Listed {
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly status: { readonly phase?: string };
}

async function answer(args: readonly string[], input?: object) {
  const { code, stdout, stderr } = await kubectl(args, input);
  expect(code, stderr).toBe(0);
  return stdout;
}

const apply = (name: string, spec: object) =>
  answer(['create', '--filename', '-'], {
    apiVersion: 'locust-qa.xyz/v1',
    kind: 'Locust',
    metadata: { name },
    spec: { ...SPEC, ...spec },
  });

async function podsOf(
  locust: string,
  role: 'master' | 'worker',
): Promise<readonly Listed[]> {
  const listed = await answer([
    ...['get', 'pods', '--output', 'json', '--selector'],
    `locust=${locust},locust-qa.xyz/role=${role}`,
  ]);
  return (JSON.parse(listed) as { items: Listed[] }).items;
}

/** The pod of a master, once Locust has begun in it, and the UID of its Job. */
async function runningMaster(
  locust: string,
  isIt: (pod: Listed) => boolean,
): Promise<{ readonly pod: string; readonly uid: string }> {
  let found: Listed | undefined;
  await expect
    .poll(async () => {
      found = (await podsOf(locust, 'master')).find(isIt);
      return found?.status.phase;
    }, START_PATIENCE)
    .toMatch(/Running|Succeeded/);
  const { name, labels } = found!.metadata;
  return { pod: name, uid: labels['batch.kubernetes.io/controller-uid'] };
}

/** The names of the pods of two workers, once they are there. */
async function workersOf(
  locust: string,
  areThey: (labels: Listed['metadata']['labels']) => boolean,
): Promise<readonly string[]> {
  let names: readonly string[] = [];
  await expect
    .poll(async () => {
      names = (await podsOf(locust, 'worker'))
        .filter(pod => areThey(pod.metadata.labels))
        .map(pod => pod.metadata.name)
        .sort();
      return names.length;
    }, START_PATIENCE)
    .toBe(2);
  return names;
}

const logOf = (pod: string, ...more: readonly string[]) =>
  answer(['logs', pod, '--container', 'locust', ...more]);

/** Who has worked for a master, and how many at once, as the reporter and Locust itself tell it. */
function workersIn(log: string) {
  const lists = log
    .split('\n')
    .filter(line => line.startsWith('@@locust {"kind":"total"'))
    .map(line => JSON.parse(line.slice('@@locust '.length)))
    .flatMap(({ workerList }) => (workerList ? [workerList] : [])) as {
    readonly id: string;
  }[][];
  return {
    // A worker's id is its host's name, which is the pod's, and something random.
    pods: [
      ...new Set(
        lists.flat().map(({ id }) => id.slice(0, id.lastIndexOf('_'))),
      ),
    ].sort(),
    ids: new Set(lists.flat().map(({ id }) => id)).size,
    most: Math.max(
      0,
      ...lists.map(list => list.length),
      ...[...log.matchAll(/(\d+) workers connected/g)].map(([, n]) =>
        Number(n),
      ),
    ),
  };
}

/** On a busy machine the short run may be over before the reporter has named both; a third it must never name. */
function expectOnlyOwn(
  told: ReturnType<typeof workersIn>,
  own: readonly string[],
) {
  expect(told.pods).not.toEqual([]);
  expect(told.pods.filter(pod => !own.includes(pod))).toEqual([]);
  expect(told.ids).toBe(told.pods.length);
  expect(told.most).toBe(2);
}

test.describe('workers of one run never join another run’s master', () => {
  test('not that of the same name, made again while they are still ending', async () => {
    const name = 'made-again';
    await apply(name, { runTime: '10m' });
    const first = await runningMaster(name, () => true);
    const firstNames = await workersOf(name, of => of[JOB_UID] === first.uid);
    await expect
      .poll(async () => workersIn(await logOf(first.pod)).pods, START_PATIENCE)
      .toEqual(firstNames);
    // They disobey once they have worked for a second.
    await new Promise(resolve => setTimeout(resolve, 1_500));

    await answer(['delete', 'locust', name, '--wait=false']);
    await apply(name, { runTime: '5s' });
    // They are still there, and the new run's may be there already.
    expect(await workersOf(name, of => of[JOB_UID] === first.uid)).toEqual(
      firstNames,
    );

    const second = await runningMaster(
      name,
      pod => pod.metadata.name !== first.pod,
    );
    const secondNames = await workersOf(name, of => of[JOB_UID] === second.uid);
    await expect
      .poll(() => logOf(second.pod), END_PATIENCE)
      .toContain('Shutting down');
    expectOnlyOwn(workersIn(await logOf(second.pod)), secondNames);
    await answer(['delete', 'locust', name]);
  });

  test('not those of the same schedule, beside each other or one right after the other', async () => {
    const name = 'back-to-back';
    await apply(name, {
      schedule: '0 3 29 2 *',
      concurrencyPolicy: 'Allow',
      runTime: '8s',
    });
    const cronJob = `cronjob-${name}`;
    await expect
      .poll(
        async () => (await kubectl(['get', 'cronjob', cronJob])).code,
        START_PATIENCE,
      )
      .toBe(0);
    const begin = async (run: string) => {
      await answer(['create', 'job', run, `--from=cronjob/${cronJob}`]);
      const master = await runningMaster(
        name,
        pod => pod.metadata.labels[RUN_OF] === run,
      );
      const { pod, uid } = master;
      const log = logOf(pod, '--follow');
      const own = await workersOf(name, of => of[JOB_UID] === uid);
      return { run, own, told: workersIn(await log) };
    };
    const [one, two] = [begin(`${name}-1`), begin(`${name}-2`)];
    await one;
    // Its workers are still ending.
    for (const { own, told } of await Promise.all([
      one,
      two,
      begin(`${name}-3`),
    ])) {
      expectOnlyOwn(told, own);
    }
    await answer(['delete', 'locust', name]);
  });
});
