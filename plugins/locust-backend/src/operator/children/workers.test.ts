import { ENGINE_DEFAULTS } from '../EngineConfig';
import { aLocust, changed, describePod, JOB } from './testing/aLocust';
import { FIELD_EXAMPLES } from './testing/fieldExamples';
import { workers } from './workers';

const make = (spec: object = {}) =>
  workers(aLocust(spec), JOB, 'x', {
    ...ENGINE_DEFAULTS,
    // Which is the master's alone.
    reporter: { configMapName: 'reporter-1', files: {} },
  });

const podOf = (spec: object) => describePod(make(spec).spec.template);

describe('the workers of a resource that says nothing', () => {
  const { metadata, spec } = make();

  it('are a ReplicaSet named as the resource and owned by the Job', () => {
    expect(metadata).toMatchObject({
      name: 'replicaset-x',
      namespace: 'n',
      labels: { locust: 'x', 'locust-qa.xyz/job-uid': 'job-uid' },
      ownerReferences: [{ kind: 'Job', name: 'job-x', uid: 'job-uid' }],
    });
    expect(spec.replicas).toBe(1);
  });

  it('are found by the Job that they serve', () => {
    const { matchLabels } = spec.selector;
    expect(matchLabels).toEqual({
      locust: 'x',
      'locust-qa.xyz/role': 'worker',
      'locust-qa.xyz/job-uid': 'job-uid',
    });
    expect(spec.template.metadata.labels).toMatchObject(matchLabels);
  });

  it('have the shape of the original', () => {
    const { container, env, mounts } = podOf({});
    expect(container).toEqual({
      name: 'locust',
      image: ENGINE_DEFAULTS.image,
      args: ['--worker', '--headless', '--master-host=service-x'],
    });
    expect(env).toEqual({});
    expect(mounts).toEqual({});
  });
});

describe("a worker's pod", () => {
  it.each(Object.entries(FIELD_EXAMPLES))(
    'is told of %s what it has to know, and nothing else',
    (_field, { spec, worker }) => {
      expect(podOf(spec)).toEqual(changed(podOf({}), worker));
    },
  );

  it('has a path of the resource as it is', () => {
    expect(podOf({ env: [{ name: 'PYTHONPATH', value: '/a' }] }).env).toEqual({
      PYTHONPATH: '/a',
    });
  });

  it('keeps the labels that it is found by, whatever a resource that was not checked says', () => {
    const { labels } = podOf({
      worker: { labels: { 'locust-qa.xyz/job-uid': 'another' } },
    });
    expect(labels).toMatchObject({ 'locust-qa.xyz/job-uid': 'job-uid' });
  });
});

describe('the number of workers', () => {
  it.each(Object.entries(FIELD_EXAMPLES))(
    'follows from %s',
    (field, { spec }) => {
      expect(make(spec).spec.replicas).toBe(field === 'workers' ? 3 : 1);
    },
  );
});
