import { normalizeLocustSpec } from '../resource/normalizeLocustSpec';
import type { Guardrails } from '../schema/openapi';
import { guardrailProblems, sensitiveHostProblems } from './guardrailProblems';

function refusals(spec: object, guardrails: Guardrails) {
  return guardrailProblems(normalizeLocustSpec(spec), guardrails).map(
    ({ field, message }) => `${field}: ${message}`,
  );
}

describe('guardrailProblems', () => {
  const everything = {
    image: 'evil/x',
    workers: 9_000,
    users: 1e8,
    runTime: '',
    host: 'https://anything.example.com',
    command: 'locust --config /x',
    secretRef: 'tokens',
    configMapRef: 'settings',
    env: [
      { name: 'A', valueFrom: { secretKeyRef: { name: 'tokens', key: 'a' } } },
    ],
    mounts: [{ persistentVolumeClaim: 'disk', mountPath: '/disk' }],
    master: { serviceAccountName: 'boss', extraArgs: ['--loglevel', 'DEBUG'] },
  };

  it('finds nothing where nothing is said', () => {
    expect(refusals(everything, {})).toEqual([]);
  });

  it('finds nothing in a spec that says nothing', () => {
    expect(
      refusals(
        {},
        {
          images: [],
          maxWorkers: 1,
          maxUsers: 1,
          maxRunTime: '5m',
          targetHosts: [],
          secrets: [],
          configMaps: [],
          volumes: [],
          serviceAccounts: [],
          customCommand: false,
          customEnvironment: false,
        },
      ),
    ).toEqual([]);
  });

  it.each<[object, Guardrails, string]>([
    [
      { image: 'evil/x:latest' },
      { images: ['locustio/locust', 'good.io/load/*'] },
      'spec.image: "evil/x:latest" is not allowed here; use locustio/locust, good.io/load/* or the image that is used where none is named.',
    ],
    [
      { image: 'good.io.evil.com/x' },
      { images: ['good.io/*'] },
      'spec.image: "good.io.evil.com/x" is not allowed here; use good.io/* or the image that is used where none is named.',
    ],
    [
      { image: 'x@sha256:1' },
      { images: ['**/x'] },
      'spec.image: "x@sha256:1" is not the name of an image; use one such as locustio/locust:2.47.0.',
    ],
    [
      { workers: 25 },
      { maxWorkers: 10 },
      'spec.workers: 25 workers are more than may be used here; use 10 or fewer, or ask the platform team for more.',
    ],
    [
      { users: 2_000 },
      { maxUsers: 1_000 },
      'spec.users: 2000 users are more than may be simulated here; use 1000 or fewer, or ask the platform team for more.',
    ],
    [
      { runTime: '25h' },
      { maxRunTime: '2h' },
      'spec.runTime: 25h is longer than a run may take here; use 2h or less, or ask the platform team for more.',
    ],
    [
      {},
      { maxRunTime: '1m' },
      'spec.runTime: 5m is longer than a run may take here; use 1m or less, or ask the platform team for more.',
    ],
    [
      { runTime: '' },
      { maxRunTime: '2h' },
      'spec.runTime: A run without a run time goes on until its test ends it, and here a run may take 2h; give a run time of 2h or less.',
    ],
    [
      { host: 'https://www.example.com' },
      { targetHosts: ['*.staging.example.com'] },
      'spec.host: www.example.com is not a host that may be tested from here; use *.staging.example.com, or ask the platform team for more.',
    ],
    [
      { secretRef: 'tokens' },
      { secrets: ['load-*'] },
      'spec.secretRef: The Secret "tokens" is not allowed here; use load-*, or ask the platform team to allow it.',
    ],
    [
      { mounts: [{ secret: 'tokens', mountPath: '/t' }] },
      { secrets: [] },
      'spec.mounts[0].secret: The Secret "tokens" is not allowed here, for no Secret is; leave it out, or ask the platform team to allow it.',
    ],
    [
      { worker: { serviceAccountName: 'admin' } },
      { serviceAccounts: ['load'] },
      'spec.worker.serviceAccountName: The ServiceAccount "admin" is not allowed here; use load, or ask the platform team to allow it.',
    ],
    [
      { command: 'python -c x' },
      { customCommand: false },
      'spec.command: A command of its own is not allowed here; leave command out, or ask the platform team to allow it.',
    ],
    [
      { env: [{ name: 'LD_PRELOAD', value: '/x.so' }] },
      { customEnvironment: false },
      'spec.env: An environment of its own is not allowed here; leave env out, or ask the platform team to allow it.',
    ],
  ])('refuses %j under %j', (spec, guardrails, refusal) => {
    expect(refusals(spec, guardrails)).toEqual([refusal]);
  });

  it.each<[object, Guardrails]>([
    [{ image: 'good.io/x:1' }, { images: ['good.io/*'] }],
    [{ workers: 10 }, { maxWorkers: 10 }],
    [{ users: 10 }, { maxUsers: 10 }],
    [{ runTime: 7_200 }, { maxRunTime: '2h' }],
    [{ runTime: '25h' }, {}],
    [{ host: 'shop.staging.example.com' }, { targetHosts: ['*.example.com'] }],
    [{ host: 'http://localhost:8080' }, { targetHosts: ['localhost'] }],
    // Of kubectl, where no rule says anything of hosts.
    [{ host: 'http://localhost:8080' }, {}],
    [{ secretRef: 'load-tokens' }, { secrets: ['load-*'] }],
    [{ master: { extraArgs: [] } }, { customCommand: false }],
  ])('has nothing against %j under %j', (spec, guardrails) => {
    expect(refusals(spec, guardrails)).toEqual([]);
  });

  it.each([
    [{ command: 'locust -u 1000' }, 'The command'],
    [{ command: "locust '--users=1000'" }, 'The command'],
    [{ command: 'locust --conf /x' }, 'The command'],
    [{ master: { extraArgs: ['-u1000'] } }, 'An option in extraArgs'],
    [
      { env: [{ name: 'LOCUST_USERS', value: '1000' }] },
      'The variable LOCUST_USERS',
    ],
    [
      { envFrom: [{ configMapRef: { name: 'a' } }] },
      'Variables that come from a ConfigMap or Secret',
    ],
    [{ secretRef: 'a' }, 'Variables that come from a ConfigMap or Secret'],
  ])(
    'wants the field users where %j may say something else',
    (spec, source) => {
      expect(refusals(spec, { maxUsers: 5 })).toEqual([
        `spec.users: ${source} may say how many users there are, and here at most 5 are allowed; say it with the field users instead.`,
      ]);
      expect(refusals({ ...spec, users: 5 }, { maxUsers: 5 })).toEqual([]);
    },
  );

  it('tells every object of every field that may name one', () => {
    const none = { secrets: [], configMaps: [], volumes: [] };
    const spec = {
      secretRef: 'a',
      configMapRef: 'a',
      mountExternalSecret: { mountPath: '/a', name: 'a' },
      mount_external_config: { mount_path: '/b', name: 'b' },
      locustfile: { configMap: 'a' },
      env: [
        { name: 'A', valueFrom: { secretKeyRef: { name: 'a', key: 'a' } } },
        { name: 'B', valueFrom: { configMapKeyRef: { name: 'a', key: 'a' } } },
      ],
      envFrom: [{ secretRef: { name: 'a' } }, { configMapRef: { name: 'a' } }],
      mounts: [
        { secret: 'a', mountPath: '/c' },
        { configMap: 'a', mountPath: '/d' },
        { persistentVolumeClaim: 'a', mountPath: '/e' },
      ],
    };
    expect(refusals(spec, none).map(text => text.split(':')[0])).toEqual([
      'spec.secretRef',
      'spec.configMapRef',
      'spec.mountExternalSecret.name',
      'spec.mountExternalConfig.name',
      'spec.locustfile.configMap',
      'spec.env[0].valueFrom.secretKeyRef.name',
      'spec.env[1].valueFrom.configMapKeyRef.name',
      'spec.envFrom[0].secretRef.name',
      'spec.envFrom[1].configMapRef.name',
      'spec.mounts[0].secret',
      'spec.mounts[1].configMap',
      'spec.mounts[2].persistentVolumeClaim',
    ]);
  });

  it('refuses a host that is no address where hosts are asked about', () => {
    expect(refusals({ host: 'http://' }, { targetHosts: ['a'] })).toEqual([
      'spec.host: "http://" is no address of a server; use one such as https://shop.example.com.',
    ]);
  });
});

describe('sensitiveHostProblems', () => {
  const refused = (host: string, guardrails: Guardrails = {}) =>
    sensitiveHostProblems(normalizeLocustSpec({ host }), guardrails).map(
      it => it.message,
    );

  it('says what somebody hardly means', () => {
    expect(refused('http://169.254.169.254/latest')).toEqual([
      '"http://169.254.169.254/latest" is where clouds hand out their credentials, not a system under test; use the address of the service that you want to test.',
    ]);
    expect(
      refused('https://kubernetes.default.svc', {
        targetHosts: ['*.example.com'],
      }),
    ).toEqual([
      `"https://kubernetes.default.svc" is the cluster's own API, not a system under test; use *.example.com.`,
    ]);
  });

  it('has nothing against other hosts, or one that a rule names', () => {
    expect(refused('https://shop.example.com')).toEqual([]);
    expect(refused('http://')).toEqual([]);
    expect(sensitiveHostProblems(normalizeLocustSpec({}), {})).toEqual([]);
    expect(
      refused('http://localhost:8080', { targetHosts: ['localhost'] }),
    ).toEqual([]);
  });
});
