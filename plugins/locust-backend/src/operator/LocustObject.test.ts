import { decodeLocust } from './LocustObject';

const METADATA = { name: 'x', namespace: 'n', uid: 'u' };

describe('decodeLocust', () => {
  it.each([
    ['no spec', {}],
    ['a null spec', { spec: null }],
    ['a spec that is text', { spec: 'workers: 3' }],
    ['null labels', { metadata: { ...METADATA, labels: null } }],
    [
      'labels that are numbers',
      { metadata: { ...METADATA, labels: { a: 1 } } },
    ],
    ['a null status', { status: null }],
  ])('reads a resource with %s', (_what, raw) => {
    expect(decodeLocust({ metadata: METADATA, ...raw })).toMatchObject({
      metadata: { name: 'x', labels: {} },
      spec: {},
      status: {},
    });
  });

  it('drops the second copy of the spec that kubectl keeps', () => {
    const { metadata } = decodeLocust({
      metadata: {
        ...METADATA,
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration': '{}',
          kept: 'yes',
        },
      },
    });
    expect(metadata.annotations).toEqual({ kept: 'yes' });
  });
});
