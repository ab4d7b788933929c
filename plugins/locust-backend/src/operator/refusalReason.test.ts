import { KubeApiError } from '../kube/KubeApiError';
import { objectRefusal, podRefusal } from './refusalReason';

/** As the Job controller of Kubernetes 1.34 writes it into its Event. */
const QUOTA =
  'Error creating: pods "job-demo-x7k2p" is forbidden: exceeded quota: small, requested: pods=1, used: pods=0, limited: pods=0';

describe('podRefusal', () => {
  it('gives the quota in its own words, and what to do', () => {
    expect(podRefusal(QUOTA, 'master')).toEqual({
      code: 'QuotaExceeded',
      message:
        "The namespace's quota leaves no pod for the master: exceeded quota: small, requested: pods=1, used: pods=0, limited: pods=0; wait until others have ended, ask for less, or have the quota raised.",
    });
  });

  it('says what a quota wants to be told', () => {
    expect(
      podRefusal(
        'pods "replicaset-demo-" is forbidden: failed quota: cpu: must specify limits.cpu for: locust',
        'worker',
      ),
    ).toMatchObject({
      code: 'QuotaExceeded',
      message: expect.stringMatching(
        /must specify limits\.cpu for: locust; set it in worker\.resources\./,
      ),
    });
  });

  it('gives an admission rule in its own words, without the name that changes with every try', () => {
    expect(
      podRefusal(
        'Error creating: pods "job-demo-x7k2p" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false',
        'master',
      ),
    ).toEqual({
      code: 'PodRefused',
      message:
        'The cluster refuses the pod of the master: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false; change what the resource asks for, or ask whoever keeps the namespace to allow it.',
    });
  });
});

describe('objectRefusal', () => {
  const refused = (message: string) =>
    KubeApiError.fromStatus(
      { verb: 'create', resource: 'services', namespace: 'n', name: 's' },
      403,
      { kind: 'Status', reason: 'Forbidden', message },
    );

  it('tells a quota from a missing right', () => {
    expect(
      objectRefusal(
        refused(
          'services "s" is forbidden: exceeded quota: small, requested: services=1, used: services=5, limited: services=5',
        ),
      ),
    ).toMatchObject({
      code: 'QuotaExceeded',
      message: expect.stringMatching(
        /no room for the run's services: exceeded quota: small, .*; wait until/,
      ),
    });
    expect(
      objectRefusal(
        refused('services is forbidden: User "x" cannot create resource'),
      ).code,
    ).toBe('Forbidden');
  });
});
