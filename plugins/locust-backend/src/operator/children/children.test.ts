import { ENGINE_DEFAULTS } from '../EngineConfig';
import { decodeLocust } from '../LocustObject';
import { renderManifests } from '../renderManifests';
import { cronJobPatch } from './cronJob';
import { masterJob } from './masterJob';
import { workers } from './workers';

const REPORTER = { configMapName: 'reporter-1', files: { 'a.py': 'pass' } };
const JOB = { name: 'job-x', uid: 'job-uid' };

const locust = (spec: object, metadata: object = {}) =>
  decodeLocust({
    metadata: { name: 'x', namespace: 'n', uid: 'u', ...metadata },
    spec,
  });

function masterEnv(spec: object, config = ENGINE_DEFAULTS) {
  const [container] = masterJob(locust(spec), config).spec.template.spec
    .containers;
  return Object.fromEntries(container.env.map(it => [it.name, it.value]));
}

function workerEnv(spec: object) {
  const [container] = workers(locust(spec), JOB, 'x', ENGINE_DEFAULTS).spec
    .template.spec.containers;
  return Object.fromEntries(
    (container.env ?? []).map(it => [it.name, it.value]),
  );
}

const EVERYTHING = {
  runTime: '1h30m',
  users: 100,
  spawnRate: 0.5,
  host: 'http://shop',
  tags: ['a', 'b'],
  excludeTags: ['c'],
  workersReadyTimeout: '2m',
  locustfile: { configMap: 'tests', key: 't.py' },
};

describe('the environment', () => {
  it('gives the master every setting of the run', () => {
    expect(masterEnv(EVERYTHING)).toEqual({
      LOCUST_RUN_TIME: '1h30m',
      LOCUST_USERS: '100',
      LOCUST_SPAWN_RATE: '0.5',
      LOCUST_EXPECT_WORKERS_MAX_WAIT: '120',
      LOCUST_HOST: 'http://shop',
      LOCUST_TAGS: '[a,b]',
      LOCUST_EXCLUDE_TAGS: '[c]',
      LOCUST_LOCUSTFILE: '/var/run/locust-qa.xyz/locustfile/t.py',
      LOCUST_ONLY_SUMMARY: 'false',
    });
  });

  it('gives workers no run time, with which those of 2.8.5 exit', () => {
    expect(workerEnv(EVERYTHING)).toEqual({
      LOCUST_HOST: 'http://shop',
      LOCUST_TAGS: '[a,b]',
      LOCUST_EXCLUDE_TAGS: '[c]',
      LOCUST_LOCUSTFILE: '/var/run/locust-qa.xyz/locustfile/t.py',
    });
  });

  it('leaves the run time out where the resource does', () => {
    expect(masterEnv({ runTime: '' })).not.toHaveProperty('LOCUST_RUN_TIME');
  });

  it.each([
    ['mounted where the engine has one', {}, true],
    [
      'left out where the resource does not want it',
      { reporter: false },
      false,
    ],
  ])('has the reporter %s', (_what, spec, mounted) => {
    const config = { ...ENGINE_DEFAULTS, reporter: REPORTER };
    const env = masterEnv(spec, config);
    expect(env.PYTHONPATH).toBe(
      mounted ? '/var/run/locust-qa.xyz/reporter' : undefined,
    );
    expect(env.LOCUST_ONLY_SUMMARY).toBe(mounted ? undefined : 'false');
    const { volumes } = masterJob(locust(spec), config).spec.template.spec;
    expect(volumes).toEqual(
      mounted
        ? [
            {
              name: 'reporter',
              configMap: { name: 'reporter-1', optional: true },
            },
          ]
        : [],
    );
  });
});

describe('a Job', () => {
  it('carries the spec that it was made from', () => {
    const { annotations } = masterJob(
      locust({ users: 3, stop: true, run_time: 60 }),
      ENGINE_DEFAULTS,
    ).metadata;
    expect(JSON.parse(annotations['locust-qa.xyz/spec'])).toEqual({
      users: 3,
      runTime: '60',
    });
  });

  it('names the ConfigMap of a locustfile that is too long for an annotation', () => {
    const { annotations } = masterJob(
      locust({ locustfile: { inline: 'x'.repeat(200_000) } }),
      ENGINE_DEFAULTS,
    ).metadata;
    expect(JSON.parse(annotations['locust-qa.xyz/spec'])).toEqual({
      locustfile: { configMap: expect.stringMatching(/^locustfile-x-/) },
    });
  });

  it("hands down the entity, the test and the catalog's label", () => {
    const { metadata } = masterJob(
      locust(
        {},
        {
          labels: {
            'locust-qa.xyz/test': 'peak',
            'backstage.io/kubernetes-id': 'shop',
          },
          annotations: { 'locust-qa.xyz/entity-ref': 'component:default/shop' },
        },
      ),
      ENGINE_DEFAULTS,
    );
    expect(metadata.labels).toMatchObject({
      'locust-qa.xyz/test': 'peak',
      'backstage.io/kubernetes-id': 'shop',
    });
    expect(metadata.annotations).toMatchObject({
      'locust-qa.xyz/entity-ref': 'component:default/shop',
    });
  });
});

describe('the patch of a CronJob', () => {
  it('takes away what the resource does not give any more', () => {
    const patch = cronJobPatch(locust({ schedule: '@daily' }), ENGINE_DEFAULTS);
    expect(patch.spec.startingDeadlineSeconds).toBeNull();
    expect(
      patch.spec.jobTemplate.spec.template.spec.imagePullSecrets,
    ).toBeNull();
  });
});

describe('renderManifests', () => {
  it.each([
    [{}, ['Job job-x', 'Service service-x', 'ReplicaSet replicaset-x']],
    [
      { schedule: '@daily', locustfile: { inline: 'import locust' } },
      [
        expect.stringMatching(/^ConfigMap locustfile-x-/),
        'CronJob cronjob-x',
        'Service service-cronjob-x-00000000',
        'ReplicaSet replicaset-cronjob-x-00000000',
      ],
    ],
  ])('shows what %j would become', (spec, expected) => {
    const rendered = renderManifests(
      { metadata: { name: 'x', namespace: 'n' }, spec },
      ENGINE_DEFAULTS,
    );
    expect(rendered.map(it => `${it.kind} ${it.metadata.name}`)).toEqual(
      expected,
    );
  });
});
