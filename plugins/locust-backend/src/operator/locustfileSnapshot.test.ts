import type { LocustSpec } from 'backstage-plugin-locust-common';
import { decodeLocust } from './LocustObject';
import { locustfileSnapshot } from './locustfileSnapshot';
import { specAsRun } from './specAsRun';

const FILES = { 'shop.py': 'import cart', 'cart.py': 'pass' };
const SEEN = new Map([['tests', FILES]]);

const locustOf = (spec: LocustSpec) =>
  decodeLocust({ metadata: { name: 'x', namespace: 'n', uid: 'u' }, spec });

const snapshot = (spec: LocustSpec, seen = SEEN) =>
  locustfileSnapshot(spec, locustOf(spec), seen);

describe('locustfileSnapshot', () => {
  it('is an inline locustfile', () => {
    expect(snapshot({ locustfile: { inline: 'pass' } })).toEqual({
      main: 'locustfile.py',
      files: { 'locustfile.py': 'pass' },
    });
  });

  it('is a long inline locustfile, which its Job names by a ConfigMap, until it is edited', () => {
    const inline = `# ${'x'.repeat(200_000)}`;
    const locust = locustOf({ locustfile: { inline } });
    const started = specAsRun(locust);
    expect(started.locustfile).toHaveProperty('configMap');
    expect(locustfileSnapshot(started, locust, SEEN)?.files).toEqual({
      'locustfile.py': inline,
    });
    const edited = locustOf({ locustfile: { inline: 'pass' } });
    expect(locustfileSnapshot(started, edited, SEEN)).toBeUndefined();
  });

  it.each<[string, LocustSpec]>([
    ['named', { locustfile: { configMap: 'tests', key: 'shop.py' } }],
    [
      'mounted, its file named in the command',
      {
        command: 'locust -f /mnt/tests/shop.py --headless',
        mountExternalConfig: { name: 'tests', mountPath: '/mnt/tests/' },
      },
    ],
    [
      'one of many mounts',
      {
        command: 'locust --locustfile=/mnt/shop.py',
        mounts: [
          { configMap: 'other', mountPath: '/other' },
          { configMap: 'tests', mountPath: '/mnt' },
        ],
      },
    ],
  ])('is the ConfigMap that is %s, with what lies beside', (_what, spec) => {
    expect(snapshot(spec)).toEqual({ main: 'shop.py', files: FILES });
  });

  it.each<[string, LocustSpec]>([
    ['comes with the image', { command: 'locust -f /app/shop.py' }],
    ['is not named', {}],
    ['is named where nothing follows', { command: 'locust -f' }],
    ['is in a command that cannot be read', { command: 'locust -f "/mnt' }],
    ['was not looked at', { locustfile: { configMap: 'other' } }],
    ['is not in the ConfigMap', { locustfile: { configMap: 'tests' } }],
    [
      'is named like what every object has',
      { locustfile: { configMap: 'tests', key: 'constructor' } },
    ],
    [
      'comes from a Secret',
      {
        command: 'locust -f /mnt/shop.py',
        mountExternalSecret: { name: 'tests', mountPath: '/mnt' },
      },
    ],
  ])('is nothing where the locustfile %s', (_what, spec) => {
    expect(snapshot(spec)).toBeUndefined();
  });
});
