import { ENGINE_DEFAULTS } from '../EngineConfig';
import { masterJob } from './masterJob';
import { aLocust, changed, describePod } from './testing/aLocust';
import { FIELD_EXAMPLES } from './testing/fieldExamples';

const REPORTER = { configMapName: 'reporter-1', files: { 'a.py': 'pass' } };
const REPORTER_FOLDER = '/var/run/locust-qa.xyz/reporter';
const WITH_REPORTER = { ...ENGINE_DEFAULTS, reporter: REPORTER };

const podOf = (spec: object, config = ENGINE_DEFAULTS, metadata = {}) =>
  describePod(masterJob(aLocust(spec, metadata), config).spec.template);

const environment = (spec: object, config = ENGINE_DEFAULTS) =>
  masterJob(aLocust(spec), config).spec.template.spec.containers[0].env ?? [];

describe('the master Job of a resource that says nothing', () => {
  const { metadata, spec } = masterJob(aLocust(), ENGINE_DEFAULTS);

  it('is named, labelled and owned as the resource', () => {
    expect(metadata).toMatchObject({
      name: 'job-x',
      namespace: 'n',
      labels: {
        locust: 'x',
        issued_by: 'locust',
        'app.kubernetes.io/managed-by': 'backstage-plugin-locust',
      },
      ownerReferences: [{ kind: 'Locust', name: 'x', uid: 'u' }],
    });
  });

  it('runs one pod and never tries again', () => {
    expect(spec).toMatchObject({
      completions: 1,
      parallelism: 1,
      backoffLimit: 0,
      // A minute after the pod's own, for it takes the log with it.
      activeDeadlineSeconds: 960,
      template: {
        spec: { restartPolicy: 'Never', activeDeadlineSeconds: 900 },
      },
    });
  });

  it('has the shape of the original', () => {
    const { labels, container, env, mounts } = describePod(spec.template);
    expect(labels).toMatchObject({ app: 'job-x', locust: 'x' });
    expect(container).toEqual({
      name: 'locust',
      image: ENGINE_DEFAULTS.image,
      args: ['--master', '--headless', '--expect-workers=1'],
      ports: [
        { name: 'master', containerPort: 5557, protocol: 'TCP' },
        { name: 'web', containerPort: 8089, protocol: 'TCP' },
      ],
    });
    expect(env).toEqual({
      LOCUST_RUN_TIME: '5m',
      LOCUST_EXPECT_WORKERS_MAX_WAIT: '300',
      LOCUST_ONLY_SUMMARY: 'false',
    });
    expect(mounts).toEqual({});
  });
});

describe("the master's pod", () => {
  it.each(Object.entries(FIELD_EXAMPLES))(
    'is told of %s what it has to know, and nothing else',
    (_field, { spec, master }) => {
      expect(podOf(spec)).toEqual(changed(podOf({}), master));
    },
  );

  it('has no run time where the resource leaves it out, and the longest deadline', () => {
    const { env, pod } = podOf({ runTime: '' });
    expect(env).not.toHaveProperty('LOCUST_RUN_TIME');
    expect(pod).toMatchObject({ activeDeadlineSeconds: 300 + 86_400 + 300 });
  });

  it('takes variables from the Secret, then the ConfigMap, then the list, of which the last wins', () => {
    const { container } = podOf({
      envFrom: [{ secretRef: { name: 'c' } }, { configMapRef: { name: 'd' } }],
      configMapRef: 'b',
      secretRef: 'a',
    });
    expect(container.envFrom).toEqual([
      { secretRef: { name: 'a' } },
      { configMapRef: { name: 'b' } },
      { secretRef: { name: 'c' } },
      { configMapRef: { name: 'd' } },
    ]);
  });

  it("has the engine's variables before the resource's, which may refer to them", () => {
    const names = environment({
      host: 'http://shop',
      env: [{ name: 'ORDERS', value: '$(LOCUST_HOST)/orders' }],
    }).map(it => it.name);
    expect(names.indexOf('LOCUST_HOST')).toBeLessThan(names.indexOf('ORDERS'));
  });

  it('carries the label by which the catalog finds it, and the entity', () => {
    const { labels, annotations } = podOf({}, ENGINE_DEFAULTS, {
      labels: { 'backstage.io/kubernetes-id': 'shop' },
      annotations: { 'locust-qa.xyz/entity-ref': 'component:default/shop' },
    });
    expect(labels).toMatchObject({ 'backstage.io/kubernetes-id': 'shop' });
    expect(annotations).toMatchObject({
      'locust-qa.xyz/entity-ref': 'component:default/shop',
    });
  });

  it('keeps its own labels whatever a resource that was not checked says', () => {
    const { labels, annotations } = podOf({
      master: {
        labels: { app: 'mine', locust: 'mine' },
        annotations: { 'locust-qa.xyz/locust-name': 'mine' },
      },
    });
    expect(labels).toMatchObject({ app: 'job-x', locust: 'x' });
    expect(annotations).toMatchObject({ 'locust-qa.xyz/locust-name': 'x' });
  });
});

describe('the reporter', () => {
  const MOUNT = {
    configMap: { name: 'reporter-1', optional: true },
    readOnly: true,
  };

  it.each([
    ['is mounted and first on the path', {}, { PYTHONPATH: REPORTER_FOLDER }],
    [
      'goes before a path of the resource',
      { env: [{ name: 'PYTHONPATH', value: '/a:/b' }] },
      { PYTHONPATH: `${REPORTER_FOLDER}:/a:/b` },
    ],
    [
      'adds no empty entry to an empty path',
      { env: [{ name: 'PYTHONPATH', value: '' }] },
      { PYTHONPATH: REPORTER_FOLDER },
    ],
    [
      'goes before a path from elsewhere',
      {
        env: [
          {
            name: 'PYTHONPATH',
            valueFrom: { configMapKeyRef: { name: 'a', key: 'path' } },
          },
        ],
      },
      {
        LOCUST_RESOURCE_PYTHONPATH: {
          configMapKeyRef: { name: 'a', key: 'path' },
        },
        PYTHONPATH: `${REPORTER_FOLDER}:$(LOCUST_RESOURCE_PYTHONPATH)`,
      },
    ],
  ])('%s', (_what, spec, path) => {
    const { env, mounts } = podOf(spec, WITH_REPORTER);
    expect(env).toEqual({
      LOCUST_RUN_TIME: '5m',
      LOCUST_EXPECT_WORKERS_MAX_WAIT: '300',
      ...path,
    });
    expect(mounts).toEqual({ [REPORTER_FOLDER]: MOUNT });
  });

  it.each([
    ['2m', '120'],
    ['30', '30'],
  ])('is told of a warm-up of %s in seconds', (ignoreFirst, seconds) => {
    expect(podOf({ ignoreFirst }, WITH_REPORTER).env).toMatchObject({
      LOCUST_REPORTER_IGNORE_FIRST: seconds,
    });
  });

  it.each([undefined, '0', '0s'])('is told of none of %p', ignoreFirst => {
    expect(podOf({ ignoreFirst }, WITH_REPORTER).env).not.toHaveProperty(
      'LOCUST_REPORTER_IGNORE_FIRST',
    );
  });

  it('has the path from elsewhere before the one that refers to it', () => {
    const names = environment(
      {
        env: [
          {
            name: 'PYTHONPATH',
            valueFrom: { fieldRef: { fieldPath: 'metadata.name' } },
          },
        ],
      },
      WITH_REPORTER,
    ).map(it => it.name);
    expect(names.slice(-2)).toEqual([
      'LOCUST_RESOURCE_PYTHONPATH',
      'PYTHONPATH',
    ]);
  });

  it.each([
    ['has Locust print its tables instead', {}, 'false'],
    [
      'leaves it to the resource whether they are printed',
      { env: [{ name: 'LOCUST_ONLY_SUMMARY', value: 'true' }] },
      'true',
    ],
  ])('%s where it is turned off', (_what, spec, onlySummary) => {
    const { env, mounts } = podOf({ ...spec, reporter: false }, WITH_REPORTER);
    expect(env).toMatchObject({ LOCUST_ONLY_SUMMARY: onlySummary });
    expect(env).not.toHaveProperty('PYTHONPATH');
    expect(mounts).toEqual({});
  });

  it('leaves a path alone where it is turned off', () => {
    expect(
      podOf(
        { reporter: false, env: [{ name: 'PYTHONPATH', value: '/a' }] },
        WITH_REPORTER,
      ).env,
    ).toMatchObject({ PYTHONPATH: '/a' });
  });
});

describe('the annotations of a Job', () => {
  const annotationsOf = (spec: object) =>
    masterJob(aLocust(spec), ENGINE_DEFAULTS).metadata.annotations;

  it('hold the spec that it was made from', () => {
    expect(
      JSON.parse(
        annotationsOf({
          users: 3,
          stop: true,
          run_time: 60,
          thresholds: ['p95 < 1s'],
        })['locust-qa.xyz/spec'],
      ),
    ).toEqual({ users: 3, runTime: '60', thresholds: ['p95 < 1s'] });
  });

  it('name the ConfigMap of a locustfile that is too long for one', () => {
    expect(
      JSON.parse(
        annotationsOf({ locustfile: { inline: 'x'.repeat(200_000) } })[
          'locust-qa.xyz/spec'
        ],
      ),
    ).toEqual({
      locustfile: { configMap: expect.stringMatching(/^locustfile-x-/) },
    });
  });

  it.each(['users', 'env', 'mounts', 'stopWhen', 'worker'] as const)(
    'tell a changed %s as another test',
    field => {
      expect(
        annotationsOf(FIELD_EXAMPLES[field].spec)['locust-qa.xyz/spec-hash'],
      ).not.toBe(annotationsOf({})['locust-qa.xyz/spec-hash']);
    },
  );

  it.each(['thresholds', 'stop', 'ttlAfterFinished'] as const)(
    'tell a changed %s as the same test, for it acts in its course',
    field => {
      expect(
        annotationsOf(FIELD_EXAMPLES[field].spec)['locust-qa.xyz/spec-hash'],
      ).toBe(annotationsOf({})['locust-qa.xyz/spec-hash']);
    },
  );
});
