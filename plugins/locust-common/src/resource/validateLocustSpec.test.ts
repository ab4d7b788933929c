import fc from 'fast-check';
import { locustSpecWarnings, normalizeLocustSpec } from './normalizeLocustSpec';
import { LOCUST_SPEC_FIELDS, validateLocustSpec } from './validateLocustSpec';

const ORIGINAL = {
  image: 'my-private-image:1',
  imagePullSecret: 'gcr-secret',
  workers: 3,
  command: 'locust -f /mnt/locust/locustfile.py',
  configMapRef: 'locust-env',
  secretRef: 'locust-secret-env',
  mountExternalConfig: { mountPath: '/mnt/locust', name: 'locust-files' },
  mountExternalSecret: { mountPath: '/mnt/secret', name: 'locust-keys' },
  runTime: '20m',
  schedule: '0 3 * * *',
};

describe('validateLocustSpec', () => {
  it.each([
    ['nothing at all', undefined],
    ['null', null],
    ['an empty spec', {}],
    ['everything the original had', ORIGINAL],
    [
      "the original README's spelling",
      {
        mount_external_config: { mountPath: '/mnt/a', name: 'a' },
        mount_external_secret: { mount_path: '/mnt/b', name: 'b' },
        run_time: '300',
      },
    ],
    ['a run time without quotes', { runTime: 300 }],
    ['no run time of its own', { runTime: '' }],
    [
      'what a template leaves empty',
      {
        schedule: '',
        image: '',
        imagePullSecret: '',
        command: '',
        configMapRef: '',
        secretRef: '',
        mountExternalConfig: {},
      },
    ],
    ['keys without a value', { workers: null, schedule: null, tags: null }],
    ['an inline locustfile', { locustfile: { inline: 'import locust' } }],
    ['a locustfile from a ConfigMap', { locustfile: { configMap: 'files' } }],
    [
      'what the form sends',
      {
        users: 10,
        spawnRate: 0.5,
        host: 'http://shop',
        tags: ['a'],
        excludeTags: [],
        ttlAfterFinished: 'never',
      },
    ],
    ['removal at once', { ttlAfterFinished: '0' }],
    ['removal at once without quotes', { ttlAfterFinished: 0 }],
  ])('accepts %s', (_what, spec) => {
    expect(validateLocustSpec(spec)).toEqual([]);
  });

  it.each([
    ['spec', 'text', /is not accepted here; use fields/],
    ['spec', [], /use fields/],
    ['spec.workers', { workers: -1 }, /^-1 .* whole number from 1 to 10000\.$/],
    ['spec.workers', { workers: 0 }, /from 1/],
    ['spec.workers', { workers: 1.5 }, /whole number/],
    ['spec.workers', { workers: '3' }, /^"3" is not accepted/],
    [
      'spec.runTime',
      { runTime: 'soon' },
      /"soon" is not a duration; write it as 300/,
    ],
    ['spec.runTime', { run_time: 'soon' }, /"soon" is not a duration/],
    [
      'spec.runTime',
      { runTime: 0 },
      /too short .* at least 1s, or "" to run without/,
    ],
    ['spec.runTime', { runTime: 1.5 }, /1\.5 is not accepted/],
    ['spec.schedule', { schedule: 'every day' }, /has 2 fields; write five/],
    ['spec.schedule', { schedule: 5 }, /cron expression/],
    ['spec.schedule', { schedule: 'TZ=UTC 0 3 * * *' }, /field timeZone/],
    ['spec.timeZone', { schedule: '@daily', timeZone: 'Mars' }, /no time zone/],
    ['spec.concurrencyPolicy', { concurrencyPolicy: 'forbid' }, /use Forbid/],
    ['spec.startingDeadlineSeconds', { startingDeadlineSeconds: 0 }, /from 10/],
    ['spec.command', { command: 'locust "a' }, /not closed/],
    ['spec.command', { command: ['locust'] }, /a command such as/],
    ['spec.image', { image: 'a b' }, /not the name of an image/],
    ['spec.configMapRef', { configMapRef: 'My Map' }, /name of a ConfigMap/],
    ['spec.secretRef', { secretRef: 7 }, /name of a Secret/],
    [
      'spec.mountExternalConfig.mountPath',
      { mountExternalConfig: { mountPath: 'mnt', name: 'a' } },
      /"mnt" is not an absolute path; use an absolute path such as/,
    ],
    [
      'spec.mountExternalConfig.name',
      { mountExternalConfig: { mountPath: '/mnt' } },
      /missing; add name/,
    ],
    [
      'spec.mountExternalConfig.mountPath',
      { mountExternalConfig: { mountPath: '/', name: 'a' } },
      /hide the whole image/,
    ],
    [
      'spec.mountExternalConfig.mountPath',
      {
        mountExternalConfig: {
          mountPath: '/var/run/locust-qa.xyz/reporter',
          name: 'a',
        },
      },
      /belongs to the engine/,
    ],
    [
      'spec.mountExternalSecret.name',
      {
        mountExternalConfig: { mountPath: '/a', name: 'same' },
        mountExternalSecret: { mountPath: '/b', name: 'same' },
      },
      /both named "same"; the two names have to differ/,
    ],
    [
      'spec.mountExternalSecret.mountPath',
      {
        mountExternalConfig: { mountPath: '/a/', name: 'a' },
        mountExternalSecret: { mountPath: '/a', name: 'b' },
      },
      /a folder of its own/,
    ],
    ['spec.users', { users: -5 }, /whole number from 1/],
    ['spec.spawnRate', { spawnRate: 0 }, /above 0/],
    ['spec.host', { host: 'a b' }, /without spaces/],
    ['spec.tags', { tags: 'a' }, /a list of tags/],
    ['spec.tags[1]', { tags: ['a', 'b c'] }, /without spaces/],
    ['spec.locustfile', { locustfile: {} }, /not none/],
    [
      'spec.locustfile',
      { locustfile: { inline: 'a', configMap: 'b' } },
      /not both/,
    ],
    ['spec.locustfile.inline', { locustfile: { inline: ' ' } }, /is empty/],
    [
      'spec.locustfile.inline',
      { locustfile: { inline: 'é'.repeat(500_000) } },
      /larger than 900 KiB/,
    ],
    [
      'spec.locustfile.key',
      { locustfile: { configMap: 'a', key: 'test.txt' } },
      /ends in \.py/,
    ],
    [
      'spec.command',
      { command: 'locust -f a.py', locustfile: { inline: 'import locust' } },
      /remove one of the two/,
    ],
    [
      'spec.ttlAfterFinished',
      { ttlAfterFinished: '1 day' },
      /0 to remove it at once, or never/,
    ],
    ['spec.stop', { stop: 'yes' }, /neither true nor false/],
    [
      'spec.wrokers',
      { wrokers: 1 },
      /no field wrokers; the fields are workers/,
    ],
    ['spec.__proto__', JSON.parse('{"__proto__": 1}'), /no field/],
  ])('refuses %s of %j', (field, spec, message) => {
    const problems = validateLocustSpec(spec);
    expect(problems.map(it => it.field)).toEqual([field]);
    expect(problems[0].message).toMatch(message);
  });

  it('reports every problem at once', () => {
    expect(
      validateLocustSpec({ workers: -1, runTime: 'soon', users: 0 }).map(
        it => it.field,
      ),
    ).toEqual(['spec.workers', 'spec.runTime', 'spec.users']);
  });

  it('answers any garbage without throwing', () => {
    const field = fc.constantFrom(
      ...LOCUST_SPEC_FIELDS,
      'run_time',
      'toString',
    );
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.dictionary(field, fc.anything())),
        spec => {
          for (const { field: path, message } of validateLocustSpec(spec)) {
            expect(path).toMatch(/^spec/);
            expect(message).toMatch(/\.$/);
          }
          normalizeLocustSpec(spec);
          locustSpecWarnings(spec);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('normalizeLocustSpec', () => {
  it('keeps what the original accepts as it is', () => {
    expect(normalizeLocustSpec(ORIGINAL)).toEqual(ORIGINAL);
  });

  it('reads the snake_case spellings', () => {
    expect(
      normalizeLocustSpec({
        mount_external_config: { mountPath: '/a', name: 'a' },
        mount_external_secret: { mount_path: '/b', name: 'b' },
        run_time: 300,
      }),
    ).toEqual({
      mountExternalConfig: { mountPath: '/a', name: 'a' },
      mountExternalSecret: { mountPath: '/b', name: 'b' },
      runTime: '300',
    });
  });

  it('lets the camelCase spelling win and reports the contradiction', () => {
    const spec = { run_time: '1m', runTime: '2m' };
    expect(normalizeLocustSpec(spec)).toEqual({ runTime: '2m' });
    expect(validateLocustSpec(spec)).toEqual([]);
    expect(locustSpecWarnings(spec)).toEqual([
      {
        field: 'spec.run_time',
        message:
          'run_time says something else than runTime and is ignored; remove one of the two.',
      },
    ]);
  });

  it('is silent where both spellings agree', () => {
    expect(locustSpecWarnings({ run_time: '300', runTime: 300 })).toEqual([]);
  });

  it('takes what a template leaves empty as not given', () => {
    expect(
      normalizeLocustSpec({
        image: '',
        schedule: '',
        runTime: '',
        users: null,
      }),
    ).toEqual({ runTime: '' });
  });

  it('leaves out what has the wrong type', () => {
    expect(
      normalizeLocustSpec({
        workers: 'three',
        tags: [1],
        mountExternalConfig: 1,
      }),
    ).toEqual({});
  });
});
