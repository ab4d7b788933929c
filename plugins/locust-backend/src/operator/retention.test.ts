import { ENGINE_DEFAULTS } from './EngineConfig';
import { decodeLocust } from './LocustObject';
import { retentionOf } from './retention';

const ENDED = new Date('2026-01-31T10:00:00Z');
const PORTAL = { annotations: { 'locust-qa.xyz/created-by': 'portal' } };

function retention(options: {
  readonly spec?: object;
  readonly metadata?: object;
  readonly config?: object;
  readonly after: number;
}) {
  return retentionOf(
    decodeLocust({
      metadata: { name: 'x', namespace: 'n', uid: 'u', ...options.metadata },
      spec: options.spec,
    }),
    ENDED,
    { ...ENGINE_DEFAULTS, ...options.config },
    new Date(ENDED.getTime() + options.after * 1000),
  );
}

describe('retentionOf', () => {
  it.each([
    [
      "the portal's own, before the configured time",
      { metadata: PORTAL, after: 3600 },
      { kind: 'later', ms: 23 * 3600_000 },
    ],
    [
      "the portal's own, after it",
      { metadata: PORTAL, after: 86_400 },
      { kind: 'delete' },
    ],
    ["somebody else's", { after: 1e9 }, { kind: 'keep' }],
    [
      "somebody else's where all are to go",
      { config: { deleteFinished: 'all' }, after: 86_400 },
      { kind: 'delete' },
    ],
    [
      "the portal's own where none is to go",
      { config: { deleteFinished: 'none' }, metadata: PORTAL, after: 1e9 },
      { kind: 'keep' },
    ],
    [
      'one that says so itself, whoever made it',
      { spec: { ttlAfterFinished: '10m' }, after: 60 },
      { kind: 'later', ms: 540_000 },
    ],
    [
      'one that is to go at once',
      { spec: { ttlAfterFinished: 0 }, after: 0 },
      { kind: 'delete' },
    ],
    [
      'one that is never to go',
      { spec: { ttlAfterFinished: 'never' }, metadata: PORTAL, after: 1e9 },
      { kind: 'keep' },
    ],
  ])('decides about %s', (_what, options, expected) => {
    expect(retention(options)).toEqual(expected);
  });

  it.each([
    ['Argo CD', { annotations: { 'argocd.argoproj.io/tracking-id': 'app:…' } }],
    ['Argo CD', { labels: { 'app.kubernetes.io/instance': 'app' } }],
    ['Flux', { labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps' } }],
    ['Flux', { labels: { 'helm.toolkit.fluxcd.io/name': 'apps' } }],
  ])('keeps what %s tracks and says why', (tool, metadata) => {
    const decision = retention({
      metadata,
      spec: { ttlAfterFinished: '0' },
      after: 1e9,
    });
    expect(decision).toMatchObject({
      kind: 'keep',
      why: expect.stringContaining(tool),
    });
  });

  it('does not take a Helm release for Argo CD', () => {
    expect(
      retention({
        metadata: {
          labels: {
            'app.kubernetes.io/instance': 'release',
            'app.kubernetes.io/managed-by': 'Helm',
          },
        },
        spec: { ttlAfterFinished: '0' },
        after: 0,
      }),
    ).toEqual({ kind: 'delete' });
  });
});
