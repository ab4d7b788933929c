import { service } from './service';
import { aLocust, JOB } from './testing/aLocust';
import { FIELD_EXAMPLES } from './testing/fieldExamples';

describe('the Service of a run', () => {
  it('is owned by the Job and leads to the master of this Job alone', () => {
    expect(service(aLocust(), JOB, 'x')).toMatchObject({
      metadata: {
        name: 'service-x',
        namespace: 'n',
        labels: { locust: 'x', 'locust-qa.xyz/job-uid': 'job-uid' },
        ownerReferences: [{ kind: 'Job', uid: 'job-uid' }],
      },
      spec: {
        type: 'ClusterIP',
        selector: {
          app: 'job-x',
          'batch.kubernetes.io/controller-uid': 'job-uid',
        },
      },
    });
  });

  it('offers the ports of the original', () => {
    expect(
      service(aLocust(), JOB, 'x').spec.ports.map(it => [it.protocol, it.port]),
    ).toEqual([
      ['TCP', 5557],
      ['TCP', 8089],
    ]);
  });

  it.each(Object.entries(FIELD_EXAMPLES))(
    'is the same whatever %s says',
    (_field, { spec }) => {
      expect(service(aLocust(spec), JOB, 'x')).toEqual(
        service(aLocust(), JOB, 'x'),
      );
    },
  );
});
