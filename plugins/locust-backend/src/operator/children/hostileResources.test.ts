import { ENGINE_DEFAULTS } from '../EngineConfig';
import { cronJob } from './cronJob';
import { masterJob } from './masterJob';
import { aLocust, JOB } from './testing/aLocust';
import { workers } from './workers';

const CONFIG = {
  ...ENGINE_DEFAULTS,
  reporter: { configMapName: 'reporter-1', files: {} },
};

interface Pod {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>> & {
    readonly containers: readonly Readonly<Record<string, any>>[];
  };
}

/** The pods of a resource as somebody may have forced it into the cluster. */
function podsOf(spec: object, metadata: object = {}) {
  const locust = aLocust(spec, metadata);
  return {
    master: masterJob(locust, CONFIG).spec.template as Pod,
    scheduled: cronJob(locust, CONFIG).spec.jobTemplate.spec.template as Pod,
    worker: workers(locust, JOB, 'x', CONFIG).spec.template as Pod,
  };
}

const all = (pods: ReturnType<typeof podsOf>) => Object.values(pods);

/** What a container is started with: Locust takes the last of an option that comes twice, and options over variables and files. */
const wordsOf = ({ spec: { containers } }: Pod): readonly string[] => [
  ...containers[0].command,
  ...containers[0].args,
];

describe('What a resource is made into that nobody has checked', () => {
  it.each([
    ['another master', 'locust --master-host=evil', '--master-host=service-x'],
    [
      'another master in two words',
      'locust --master-host evil',
      '--master-host=service-x',
    ],
    [
      'a configuration with another master',
      'locust --config /mnt/evil.conf',
      '--master-host=service-x',
    ],
  ])('%s in the command: ours comes after it', (_, command, ours) => {
    const words = wordsOf(podsOf({ command }).worker);
    expect(words.slice(0, 2)).toEqual(command.split(' ').slice(0, 2));
    expect(words.at(-1)).toBe(ours);
  });

  it.each(['--worker', '--expect-workers=0', '--config /mnt/evil.conf'])(
    '%s in the command: the master stays one, with the workers that it waits for',
    option => {
      const { master, scheduled } = podsOf({
        workers: 3,
        command: `locust ${option}`,
      });
      for (const pod of [master, scheduled]) {
        expect(wordsOf(pod).slice(-3)).toEqual([
          '--master',
          '--headless',
          '--expect-workers=3',
        ]);
      }
    },
  );

  it('-f and --run-time in the command: the pod has its deadline all the same', () => {
    const { master } = podsOf({
      runTime: '1m',
      command: 'locust -f /tmp/evil.py --run-time 99h',
    });
    expect(master.spec.activeDeadlineSeconds).toBe(
      podsOf({ runTime: '1m' }).master.spec.activeDeadlineSeconds,
    );
  });

  it.each(['locust; $(id)', 'locust `id`', 'a && b | c > d'])(
    '%s is words, which no shell reads',
    command => {
      for (const { spec } of all(podsOf({ command }))) {
        expect(spec.containers[0].command).toEqual(command.split(' '));
      }
    },
  );

  it.each<[string, object]>([
    ['privileged', { privileged: true }],
    ['the node’s network', { hostNetwork: true, hostPID: true, hostIPC: true }],
    [
      'the user 0',
      {
        securityContext: { runAsUser: 0 },
        master: { securityContext: { runAsUser: 0, privileged: true } },
        worker: { securityContext: { runAsUser: 0, privileged: true } },
      },
    ],
    ['other containers', { initContainers: [{ name: 'evil' }] }],
    [
      'a folder of the node by another name',
      { volumes: [{ name: 'h', hostPath: { path: '/' } }] },
    ],
    ['an owner', { ownerReferences: [{ kind: 'Job', name: 'a', uid: 'b' }] }],
    ['a prototype', JSON.parse('{"__proto__": {"workers": 99}}')],
    ['null labels', { master: { labels: null }, worker: { labels: null } }],
  ])('%s: as if it were not said', (_, spec) => {
    const [asked, plain] = [podsOf(spec), podsOf({})].map(pods =>
      all(pods).map(pod => pod.spec),
    );
    expect(asked).toEqual(plain);
  });

  it('a folder of the node as a mount: none of the node', () => {
    const pods = podsOf({ mounts: [{ hostPath: '/', mountPath: '/h' }] });
    expect(JSON.stringify(all(pods))).not.toContain('hostPath');
  });

  it('modules of its own: the reporter comes before them', () => {
    const { master } = podsOf({
      env: [{ name: 'PYTHONPATH', value: '/mnt/evil' }],
    });
    expect(master.spec.containers[0].env).toContainEqual({
      name: 'PYTHONPATH',
      value: '/var/run/locust-qa.xyz/reporter:/mnt/evil',
    });
  });

  it('labels that claim another’s run: ours are there in their place', () => {
    const forged = {
      locust: 'victim',
      app: 'job-victim',
      'locust-qa.xyz/role': 'master',
      'locust-qa.xyz/job-uid': 'uid-of-a-victim',
    };
    const { master, worker } = podsOf(
      { master: { labels: forged }, worker: { labels: forged } },
      { labels: { ...forged, 'app.kubernetes.io/managed-by': 'somebody' } },
    );
    expect(master.metadata.labels).toMatchObject({
      locust: 'x',
      app: 'job-x',
      'locust-qa.xyz/role': 'master',
      'app.kubernetes.io/managed-by': 'backstage-plugin-locust',
    });
    expect(worker.metadata.labels).toMatchObject({
      locust: 'x',
      'locust-qa.xyz/role': 'worker',
      'locust-qa.xyz/job-uid': JOB.uid,
      'app.kubernetes.io/managed-by': 'backstage-plugin-locust',
    });
  });
});
