import { validateLocustSpec } from 'backstage-plugin-locust-common';
import { inEnglish } from '../../__testUtils__/translate';
import {
  isMorePath,
  moreWords,
  NO_MORE,
  readMore,
  writeMore,
} from './moreForm';

const full = {
  image: 'example/locust:1',
  imagePullSecret: 'registry',
  tags: ['checkout', 'search'],
  excludeTags: ['slow'],
  env: [
    { name: 'REGION', value: 'eu' },
    { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'shop', key: 't' } } },
  ],
  envFrom: [
    { configMapRef: { name: 'settings' } },
    { prefix: 'SHOP_', secretRef: { name: 'shop', optional: true } },
  ],
  mounts: [
    { configMap: 'data', mountPath: '/mnt/data' },
    { secret: 'keys', mountPath: '/mnt/keys', target: 'worker' },
  ],
  workersReadyTimeout: '10m',
  ttlAfterFinished: 'never',
  master: {
    resources: { requests: { cpu: '500m' }, limits: { memory: '1Gi' } },
    serviceAccountName: 'load',
  },
  worker: {
    resources: {
      requests: { cpu: '1', memory: '512Mi', 'nvidia.com/gpu': '1' },
    },
    nodeSelector: { disktype: 'ssd', zone: 'a' },
    tolerations: [{ key: 'load', operator: 'Exists' }],
  },
};

describe('the rarer fields', () => {
  it('are valid, shown, and written as they were read', () => {
    expect(validateLocustSpec(full)).toEqual([]);
    const { more, rest } = readMore(full);
    expect(rest).toEqual({});
    expect(writeMore(more)).toEqual(full);
  });

  it('are left out where nothing is asked for', () => {
    expect(writeMore(NO_MORE)).toEqual({});
    expect(readMore({})).toEqual({ more: NO_MORE, rest: {} });
  });

  it.each([
    ['env', [{ name: 'A' }]],
    ['env', [{ name: 'A', value: '1', valueFrom: {} }]],
    ['envFrom', [{ configMapRef: { name: 'a' }, secretRef: { name: 'b' } }]],
    ['mounts', [{ mountPath: '/mnt' }]],
    ['mounts', [{ configMap: 'a', mountPath: '/mnt', target: 'moon' }]],
    ['tags', 'checkout'],
    ['master', { resources: 'many' }],
    ['worker', { nodeSelector: { disktype: 1 } }],
    ['image', { name: 'x' }],
  ])(
    'stay as they are where %s is %j, which has no shape to show',
    (name, value) => {
      const { more, rest } = readMore({ [name]: value, command: 'locust' });
      expect(more).toEqual(NO_MORE);
      expect(rest).toEqual({ [name]: value, command: 'locust' });
    },
  );

  it('read labels of nodes and tags as one types them', () => {
    expect(
      writeMore({
        ...NO_MORE,
        tags: ' checkout  search, slow',
        worker: { ...NO_MORE.worker, nodeSelector: 'disktype=ssd,zone=' },
      }),
    ).toEqual({
      tags: ['checkout', 'search', 'slow'],
      worker: { nodeSelector: { disktype: 'ssd', zone: '' } },
    });
  });

  it('are summed up in words', () => {
    expect(moreWords(NO_MORE, inEnglish)).toEqual([]);
    expect(moreWords(readMore(full).more, inEnglish).join(', ')).toBe(
      'image, pull secret, 4 variable sources, 2 mounts, tags, resources, placement, times',
    );
  });
});

describe('isMorePath', () => {
  it.each([
    [{ image: 'a b' }, true],
    [{ tags: ['-a'] }, true],
    [{ env: [{ name: '1', value: '' }] }, true],
    [{ mounts: [{ configMap: 'A', mountPath: '/x' }] }, true],
    [{ worker: { resources: { limits: { cpu: 'lots' } } } }, true],
    [{ master: { nodeSelector: { 'a b': '' } } }, true],
    [{ worker: { tolerations: [{}] } }, false],
    [{ worker: { resources: { limits: { gpu: '1' } } } }, false],
    [{ command: '"' }, false],
  ])('of the problem of %j is %s', (spec, shown) => {
    const problems = validateLocustSpec(spec);
    expect(problems).not.toEqual([]);
    expect(problems.map(one => isMorePath(one.field))).toEqual(
      problems.map(() => shown),
    );
  });
});
