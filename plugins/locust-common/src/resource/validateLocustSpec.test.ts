import fc from 'fast-check';
import { locustSpecWarnings, normalizeLocustSpec } from './normalizeLocustSpec';
import { LOCUST_SPEC_FIELDS, validateLocustSpec } from './validateLocustSpec';

const ORIGINAL = {
  image: 'my-private-image:1',
  imagePullSecret: 'gcr-secret',
  workers: 3,
  command: 'locust -f /mnt/locust/locustfile.py',
  configMapRef: 'locust-env',
  secretRef: 'locust-secret-env',
  mountExternalConfig: { mountPath: '/mnt/locust', name: 'locust-files' },
  mountExternalSecret: { mountPath: '/mnt/secret', name: 'locust-keys' },
  runTime: '20m',
  schedule: '0 3 * * *',
};

const FOLDER = {
  snapshot: 'a1'.repeat(32),
  files: [
    'data/users.v2.csv',
    'lib/__init__.py',
    'lib/shop.py',
    'locustfile.py',
  ],
};

describe('validateLocustSpec', () => {
  it.each([
    ['nothing at all', undefined],
    ['null', null],
    ['an empty spec', {}],
    ['everything the original had', ORIGINAL],
    [
      "the original README's spelling",
      {
        mount_external_config: { mountPath: '/mnt/a', name: 'a' },
        mount_external_secret: { mount_path: '/mnt/b', name: 'b' },
        run_time: '300',
      },
    ],
    ['a run time without quotes', { runTime: 300 }],
    ['no run time of its own', { runTime: '' }],
    [
      'what a template leaves empty',
      {
        schedule: '',
        image: '',
        imagePullSecret: '',
        command: '',
        configMapRef: '',
        secretRef: '',
        mountExternalConfig: {},
      },
    ],
    ['keys without a value', { workers: null, schedule: null, tags: null }],
    ['an inline locustfile', { locustfile: { inline: 'import locust' } }],
    ['a locustfile from a ConfigMap', { locustfile: { configMap: 'files' } }],
    ['a folder', { locustfile: FOLDER }],
    [
      'what the form sends',
      {
        users: 10,
        spawnRate: 0.5,
        host: 'http://shop',
        tags: ['a'],
        excludeTags: [],
        ttlAfterFinished: 'never',
      },
    ],
    ['removal at once', { ttlAfterFinished: '0' }],
    ['removal at once without quotes', { ttlAfterFinished: 0 }],
    ['empty parts', { env: [], mounts: [], thresholds: [], master: {} }],
    [
      'variables from everywhere',
      {
        env: [
          { name: 'A', value: '' },
          {
            name: 'B',
            valueFrom: { configMapKeyRef: { name: 'a', key: 'b' } },
          },
          { name: 'C', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
        ],
        envFrom: [
          { configMapRef: { name: 'a' } },
          { secretRef: { name: 'a' } },
        ],
      },
    ],
    [
      'a path for the modules of Python, which goes behind the reporter',
      { env: [{ name: 'PYTHONPATH', value: '/mnt/lib' }] },
    ],
    [
      'a variable of a setting whose field is not given',
      { env: [{ name: 'LOCUST_USERS', value: '5' }] },
    ],
    [
      'two mounts at one folder of different pods',
      {
        mounts: [
          { configMap: 'a', mountPath: '/a', target: 'master' },
          { secret: 'a', mountPath: '/a', target: 'worker' },
        ],
      },
    ],
    [
      'the same object twice',
      {
        mounts: [
          { configMap: 'a', mountPath: '/a' },
          { configMap: 'a', mountPath: '/a/b' },
        ],
      },
    ],
    ['thresholds', { thresholds: ['p95 < 500ms', 'GET /a: p99 < 1s'] }],
    ['a warm-up', { ignoreFirst: '30s', runTime: '31s' }],
    ['a warm-up of a run without an end', { ignoreFirst: '1h', runTime: '' }],
    ['no warm-up without a reporter', { ignoreFirst: '0', reporter: false }],
    ['conditions to stop', { stopWhen: ['fail_ratio > 50% for 60s'] }],
    [
      'options of Locust that the engine does not decide',
      { worker: { extraArgs: ['--processes', '2', '--stop-timeout=30'] } },
    ],
    [
      'amounts as YAML reads them',
      {
        master: {
          resources: {
            requests: { cpu: 1, memory: '512Mi' },
            limits: { cpu: '1500m', memory: '0.5Gi', 'example.com/card': 1 },
          },
        },
      },
    ],
  ])('accepts %s', (_what, spec) => {
    expect(validateLocustSpec(spec)).toEqual([]);
  });

  it.each([
    ['spec', 'text', /is not accepted here; use fields/],
    ['spec', [], /use fields/],
    ['spec.workers', { workers: -1 }, /^-1 .* whole number from 1 to 10000\.$/],
    ['spec.workers', { workers: 0 }, /from 1/],
    ['spec.workers', { workers: 1.5 }, /whole number/],
    ['spec.workers', { workers: '3' }, /^"3" is not accepted/],
    [
      'spec.runTime',
      { runTime: 'soon' },
      /"soon" is not a duration; write it as 300/,
    ],
    ['spec.runTime', { run_time: 'soon' }, /"soon" is not a duration/],
    [
      'spec.runTime',
      { runTime: 0 },
      /too short .* at least 1s, or "" to run without/,
    ],
    ['spec.runTime', { runTime: 1.5 }, /1\.5 is not accepted/],
    ['spec.schedule', { schedule: 'every day' }, /has 2 fields; write five/],
    ['spec.schedule', { schedule: 5 }, /cron expression/],
    ['spec.schedule', { schedule: 'TZ=UTC 0 3 * * *' }, /field timeZone/],
    ['spec.timeZone', { schedule: '@daily', timeZone: 'Mars' }, /no time zone/],
    ['spec.concurrencyPolicy', { concurrencyPolicy: 'forbid' }, /use Forbid/],
    ['spec.startingDeadlineSeconds', { startingDeadlineSeconds: 0 }, /from 10/],
    ['spec.command', { command: 'locust "a' }, /not closed/],
    ['spec.command', { command: ['locust'] }, /a command such as/],
    ['spec.image', { image: 'a b' }, /not the name of an image/],
    ['spec.configMapRef', { configMapRef: 'My Map' }, /name of a ConfigMap/],
    ['spec.secretRef', { secretRef: 7 }, /name of a Secret/],
    [
      'spec.mountExternalConfig.mountPath',
      { mountExternalConfig: { mountPath: 'mnt', name: 'a' } },
      /"mnt" is not an absolute path; use an absolute path such as/,
    ],
    [
      'spec.mountExternalConfig.name',
      { mountExternalConfig: { mountPath: '/mnt' } },
      /missing; add name/,
    ],
    [
      'spec.mountExternalConfig.mountPath',
      { mountExternalConfig: { mountPath: '/', name: 'a' } },
      /hide the whole image/,
    ],
    [
      'spec.mountExternalConfig.mountPath',
      {
        mountExternalConfig: {
          mountPath: '/var/run/locust-qa.xyz/reporter',
          name: 'a',
        },
      },
      /belongs to the engine/,
    ],
    [
      'spec.mountExternalSecret.name',
      {
        mountExternalConfig: { mountPath: '/a', name: 'same' },
        mountExternalSecret: { mountPath: '/b', name: 'same' },
      },
      /both named "same"; the two names have to differ/,
    ],
    [
      'spec.mountExternalSecret.mountPath',
      {
        mountExternalConfig: { mountPath: '/a/', name: 'a' },
        mountExternalSecret: { mountPath: '/a', name: 'b' },
      },
      /a folder of its own/,
    ],
    ['spec.users', { users: -5 }, /whole number from 1/],
    ['spec.spawnRate', { spawnRate: 0 }, /above 0/],
    ['spec.host', { host: 'a b' }, /without spaces/],
    ['spec.tags', { tags: 'a' }, /a list of tags/],
    ['spec.tags[1]', { tags: ['a', 'b c'] }, /without spaces/],
    ['spec.locustfile', { locustfile: {} }, /not none/],
    [
      'spec.locustfile',
      { locustfile: { inline: 'a', configMap: 'b' } },
      /not inline and configMap/,
    ],
    ['spec.locustfile.inline', { locustfile: { inline: ' ' } }, /is empty/],
    [
      'spec.locustfile.inline',
      { locustfile: { inline: 'é'.repeat(500_000) } },
      /larger than 900 KiB/,
    ],
    [
      'spec.locustfile.key',
      { locustfile: { configMap: 'a', key: 'test.txt' } },
      /ends in \.py/,
    ],
    [
      'spec.locustfile.key',
      { locustfile: { ...FOLDER, key: 'locustfile.py' } },
      /not to a folder/,
    ],
    [
      'spec.locustfile.snapshot',
      { locustfile: { ...FOLDER, snapshot: 'abc' } },
      /is not the SHA-256/,
    ],
    [
      'spec.locustfile.files',
      { locustfile: { snapshot: FOLDER.snapshot } },
      /give both/,
    ],
    [
      'spec.locustfile.files',
      { locustfile: { ...FOLDER, files: ['shop.py'] } },
      /no locustfile.py among/,
    ],
    [
      'spec.command',
      { command: 'locust -f a.py', locustfile: { inline: 'import locust' } },
      /remove one of the two/,
    ],
    [
      'spec.ttlAfterFinished',
      { ttlAfterFinished: '1 day' },
      /0 to remove it at once, or never/,
    ],
    ['spec.stop', { stop: 'yes' }, /neither true nor false/],
    ['spec.env', { env: { A: '1' } }, /a list of variables such as/],
    ['spec.env[0]', { env: ['A=1'] }, /use name and value, or name and/],
    [
      'spec.env[0].name',
      { env: [{ name: 'A=B', value: '' }] },
      /is not the name of an environment variable/,
    ],
    ['spec.env[0].value', { env: [{ name: 'A', value: 1 }] }, /in quotes/],
    ['spec.env[0]', { env: [{ name: 'A' }] }, /value or valueFrom, not none/],
    [
      'spec.env[1].name',
      {
        env: [
          { name: 'A', value: '' },
          { name: 'A', value: '' },
        ],
      },
      /"A" is given twice; remove one/,
    ],
    [
      'spec.env[0].name',
      { env: [{ name: 'LOCUST_RUN_TIME', value: '1h' }] },
      /set by the engine; use the field runTime\.$/,
    ],
    [
      'spec.env[0].name',
      { env: [{ name: 'LOCUST_MODE_WORKER', value: '1' }] },
      /set by the engine; leave it out/,
    ],
    [
      'spec.env[0].name',
      { host: 'http://a', env: [{ name: 'LOCUST_HOST', value: 'http://b' }] },
      /The field host sets LOCUST_HOST already; remove one of the two/,
    ],
    [
      'spec.env[0].valueFrom',
      {
        env: [
          {
            name: 'A',
            valueFrom: {
              secretKeyRef: { name: 'a', key: 'k' },
              configMapKeyRef: { name: 'a', key: 'k' },
            },
          },
        ],
      },
      /give either configMapKeyRef, secretKeyRef, .* not several/,
    ],
    [
      'spec.env[0].valueFrom.secretKeyRef.key',
      { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'a' } } }] },
      /missing; add key/,
    ],
    ['spec.envFrom[0]', { envFrom: [{}] }, /configMapRef or secretRef/],
    [
      'spec.envFrom[0].configMapRef.nam',
      { envFrom: [{ configMapRef: { name: 'a', nam: 'a' } }] },
      /no field nam; the fields are name, optional/,
    ],
    [
      'spec.mounts[0]',
      { mounts: [{ mountPath: '/a' }] },
      /configMap, secret or persistentVolumeClaim, not none/,
    ],
    [
      'spec.mounts[0].mountPath',
      { mounts: [{ configMap: 'a' }] },
      /The folder to mount at is missing/,
    ],
    [
      'spec.mounts[1].mountPath',
      {
        mounts: [
          { configMap: 'a', mountPath: '/a' },
          { secret: 'b', mountPath: '//a/./', target: 'worker' },
        ],
      },
      /Something else is mounted at "\/a" already; give each mount a folder/,
    ],
    [
      'spec.mounts[0].mountPath',
      {
        mount_external_config: { mount_path: '/a', name: 'a' },
        mounts: [{ secret: 'b', mountPath: '/a' }],
      },
      /a folder of its own/,
    ],
    [
      'spec.thresholds[1]',
      { thresholds: ['p95 < 1s', 'p95 << 1s'] },
      /mistake in "p95 << 1s" at character 6/,
    ],
    [
      'spec.stopWhen[0]',
      { stopWhen: ['fail_ratio > 50%'] },
      /at character 17: .*such as "for 60s"/,
    ],
    ['spec.ignoreFirst', { ignoreFirst: 'soon' }, /"soon" is not a duration/],
    [
      'spec.ignoreFirst',
      { ignoreFirst: '30s', reporter: false },
      /given only by the reporter; remove reporter: false, or ignoreFirst/,
    ],
    [
      'spec.ignoreFirst',
      { ignoreFirst: '5m', runTime: 300 },
      /warm-up of "5m" is no shorter than the run time of 300, .*make it shorter/,
    ],
    [
      'spec.stopWhen',
      { stopWhen: ['fail_ratio > 50% for 60s'], reporter: false },
      /only the reporter gives; remove reporter: false, or stopWhen/,
    ],
    [
      'spec.master.labels["app"]',
      { master: { labels: { app: 'mine' } } },
      /label "app" is set by the engine .*use another key/,
    ],
    [
      'spec.worker.annotations["locust-qa.xyz/spec"]',
      { worker: { annotations: { 'locust-qa.xyz/spec': '' } } },
      /belongs to the engine/,
    ],
    [
      'spec.worker.labels["team"]',
      { worker: { labels: { team: true } } },
      /true is not the value of a label.*in quotes/,
    ],
    [
      'spec.master.resources.requests["memory"]',
      {
        master: {
          resources: {
            requests: { memory: '2Gi' },
            limits: { memory: '1.5G' },
          },
        },
      },
      /"2Gi" is more than the limit "1.5G"; ask for at most that/,
    ],
    [
      'spec.master.resources.limits["cpu"]',
      { master: { resources: { limits: { cpu: 0.5 } } } },
      /0.5 is not an amount; use one such as 500m or "0.5"/,
    ],
    [
      'spec.master.tolerations[0].effect',
      { master: { tolerations: [{ key: 'a', effect: 'Never' }] } },
      /use NoSchedule, PreferNoSchedule or NoExecute/,
    ],
    [
      'spec.master.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey',
      {
        master: {
          affinity: {
            podAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [{}],
            },
          },
        },
      },
      /missing; add topologyKey, such as kubernetes.io\/hostname/,
    ],
    [
      'spec.master.extraArgs[0]',
      { master: { extraArgs: ['--run-t=1h'] } },
      /set by the engine; use the field runTime/,
    ],
    [
      'spec.master.extraArgs[1]',
      { users: 5, master: { extraArgs: ['--html', '-u10'] } },
      /The field users sets --users already; remove one/,
    ],
    [
      'spec',
      {
        env: ['A', 'B', 'C', 'D'].map(name => ({
          name,
          value: 'x'.repeat(30_000),
        })),
      },
      /this takes 118 KiB, more than the 96 that fit/,
    ],
    [
      'spec.wrokers',
      { wrokers: 1 },
      /no field wrokers; the fields are workers/,
    ],
    ['spec.__proto__', JSON.parse('{"__proto__": 1}'), /no field/],
  ])('refuses %s of %j', (field, spec, message) => {
    const problems = validateLocustSpec(spec);
    expect(problems.map(it => it.field)).toEqual([field]);
    expect(problems[0].message).toMatch(message);
  });

  it.each([
    '../a.py',
    'a/../b.py',
    '/a.py',
    'a//b.py',
    '.env',
    'a/',
    'a b.py',
    'a..py',
    '-a.py',
  ])('refuses %s as the path of a file in a folder', path => {
    const files = ['locustfile.py', path];
    expect(validateLocustSpec({ locustfile: { ...FOLDER, files } })).toEqual([
      {
        field: 'spec.locustfile.files[1]',
        message: expect.stringMatching(/is not the path of a file in a folder/),
      },
    ]);
  });

  it('reports every problem at once', () => {
    expect(
      validateLocustSpec({ workers: -1, runTime: 'soon', users: 0 }).map(
        it => it.field,
      ),
    ).toEqual(['spec.workers', 'spec.runTime', 'spec.users']);
  });

  it('answers any garbage without throwing', () => {
    const field = fc.constantFrom(
      ...LOCUST_SPEC_FIELDS,
      'run_time',
      'toString',
    );
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.dictionary(field, fc.anything())),
        spec => {
          for (const { field: path, message } of validateLocustSpec(spec)) {
            expect(path).toMatch(/^spec/);
            expect(message).toMatch(/\.$/);
          }
          normalizeLocustSpec(spec);
          locustSpecWarnings(spec);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('normalizeLocustSpec', () => {
  it('keeps what the original accepts as it is', () => {
    expect(normalizeLocustSpec(ORIGINAL)).toEqual(ORIGINAL);
  });

  it('reads the snake_case spellings', () => {
    expect(
      normalizeLocustSpec({
        mount_external_config: { mountPath: '/a', name: 'a' },
        mount_external_secret: { mount_path: '/b', name: 'b' },
        run_time: 300,
      }),
    ).toEqual({
      mountExternalConfig: { mountPath: '/a', name: 'a' },
      mountExternalSecret: { mountPath: '/b', name: 'b' },
      runTime: '300',
    });
  });

  it('lets the camelCase spelling win and reports the contradiction', () => {
    const spec = { run_time: '1m', runTime: '2m' };
    expect(normalizeLocustSpec(spec)).toEqual({ runTime: '2m' });
    expect(validateLocustSpec(spec)).toEqual([]);
    expect(locustSpecWarnings(spec)).toEqual([
      {
        field: 'spec.run_time',
        message:
          'run_time says something else than runTime and is ignored; remove one of the two.',
      },
    ]);
  });

  it('reports a contradiction within a mount too', () => {
    expect(
      locustSpecWarnings({
        mountExternalConfig: { mountPath: '/a', mount_path: '/b', name: 'a' },
      }).map(it => it.field),
    ).toEqual(['spec.mountExternalConfig.mount_path']);
  });

  it('is silent where both spellings agree', () => {
    expect(locustSpecWarnings({ run_time: '300', runTime: 300 })).toEqual([]);
  });

  it('takes what a template leaves empty as not given', () => {
    expect(
      normalizeLocustSpec({
        image: '',
        schedule: '',
        runTime: '',
        users: null,
      }),
    ).toEqual({ runTime: '' });
  });

  it('keeps every part of the fields that are its own', () => {
    const spec = {
      env: [
        { name: 'A', value: '' },
        {
          name: 'B',
          valueFrom: { secretKeyRef: { name: 'a', key: 'k', optional: true } },
        },
      ],
      envFrom: [{ prefix: 'A_', secretRef: { name: 'a' } }],
      mounts: [{ secret: 'a', mountPath: '/a', target: 'worker' }],
      thresholds: ['p95 < 1s'],
      ignoreFirst: '30s',
      stopWhen: ['rps < 1 for 1m'],
      worker: {
        resources: { limits: { cpu: '1' } },
        nodeSelector: { a: 'b' },
        tolerations: [{ key: 'a', operator: 'Exists' }],
        affinity: {
          podAntiAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 1, podAffinityTerm: { topologyKey: 'zone' } },
            ],
          },
        },
        labels: { a: 'b' },
        annotations: { a: 'b' },
        serviceAccountName: 'a',
        extraArgs: ['--html', 'a.html'],
      },
    };
    expect(normalizeLocustSpec(spec)).toEqual(spec);
  });

  it('writes amounts as text, as they are compared and shown', () => {
    expect(
      normalizeLocustSpec({ master: { resources: { limits: { cpu: 2 } } } }),
    ).toEqual({ master: { resources: { limits: { cpu: '2' } } } });
  });

  it('leaves out a list with something in it that cannot be read', () => {
    expect(
      normalizeLocustSpec({ env: [{ name: 'A', value: '1' }, { value: '2' }] }),
    ).toEqual({});
  });

  it('leaves out what has the wrong type', () => {
    expect(
      normalizeLocustSpec({
        workers: 'three',
        tags: [1],
        mountExternalConfig: 1,
      }),
    ).toEqual({});
  });
});
