import { ConfigReader } from '@backstage/config';
import { POD_DEFAULTS } from '../operator/children/podRestriction';
import { readPods } from './readPods';

const read = (pods: unknown) =>
  readPods(new ConfigReader({ locust: { pods } } as never));

describe('readPods', () => {
  it('restricts the pods of what the portal makes', () => {
    expect(readPods(new ConfigReader({}))).toEqual(POD_DEFAULTS);
    expect(read({})).toEqual(POD_DEFAULTS);
    expect(POD_DEFAULTS.restricted).toBe('portal');
  });

  it('reads whose pods, as whom, and how much they may take', () => {
    expect(
      read({
        restricted: 'all',
        runAsUser: '10001',
        resources: {
          worker: { requests: { cpu: 2 }, limits: { memory: '64Mi' } },
        },
      }),
    ).toEqual({
      restricted: 'all',
      runAsUser: 10001,
      resources: {
        master: POD_DEFAULTS.resources.master,
        worker: {
          requests: { cpu: '2', memory: '64Mi' },
          limits: { cpu: '2', memory: '64Mi' },
        },
      },
    });
  });

  it.each<[unknown, RegExp]>([
    ['all', /^locust\.pods is "all"; it has to hold fields$/],
    [
      { profile: 'restricted' },
      /^locust\.pods\.profile is not known; it may hold restricted, runAsUser, resources$/,
    ],
    [
      { restricted: true },
      /^locust\.pods\.restricted is true; it may be portal, all, none$/,
    ],
    [
      { runAsUser: 0 },
      /^locust\.pods\.runAsUser is 0; it may be the number of a user, 1 or more, for 0 is root$/,
    ],
    [
      { resources: { limits: {} } },
      /^locust\.pods\.resources\.limits is not known; it may hold master, worker$/,
    ],
    [
      { resources: { worker: { cpu: 1 } } },
      /^locust\.pods\.resources\.worker\.cpu is not known; it may hold requests, limits$/,
    ],
    [
      { resources: { master: { limits: { cpu: 'much' } } } },
      /^locust\.pods\.resources\.master\.limits.*cpu.*: "much" is not an amount; use one such as 500m/,
    ],
    [
      {
        resources: {
          worker: { requests: { cpu: '2' }, limits: { cpu: '1' } },
        },
      },
      /^locust\.pods\.resources\.worker\.requests.*: "2" is more than the limit "1"/,
    ],
  ])('refuses %j', (pods, words) => {
    expect(() => read(pods)).toThrow(words);
  });
});
