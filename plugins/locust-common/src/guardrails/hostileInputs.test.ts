import { normalizeLocustSpec } from '../resource/normalizeLocustSpec';
import { checkTestName } from '../resource/testName';
import { validateLocustSpec } from '../resource/validateLocustSpec';
import type { Guardrails } from '../schema/openapi';
import { guardrailProblems, sensitiveHostProblems } from './guardrailProblems';

/** What a careful company allows. */
const STRICT: Guardrails = {
  images: ['locustio/locust:2.*', 'good.io/*', 'pinned.io/x@sha256:*'],
  maxWorkers: 10,
  maxUsers: 1_000,
  maxRunTime: '2h',
  targetHosts: ['*.staging.example.com'],
  secrets: ['load-*'],
  configMaps: ['load-*'],
  volumes: [],
  serviceAccounts: [],
  customCommand: false,
  customEnvironment: false,
};

/** Every problem as `field: message`, by validation alone and with the guardrails of a careful company. */
function judged(spec: unknown) {
  const words = (problems: ReturnType<typeof validateLocustSpec>) =>
    problems.map(({ field, message }) => `${field}: ${message}`);
  return {
    valid: words(validateLocustSpec(spec)),
    strict: words(guardrailProblems(normalizeLocustSpec(spec), STRICT)),
  };
}

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const ENVIRONMENT = /^spec\.env: An environment of its own is not allowed here/;
const COMMAND = /^spec\.command: A command of its own is not allowed here/;
const HOST = /^spec\.host: .* is not a host that may be tested from here/;

describe('What somebody with bad intentions may write', () => {
  // No shell ever sees a command: these are words like others, and legal unless policy says no.
  it.each([
    ['a second command', 'locust; $(id)'],
    ['backticks', 'locust `id`'],
    ['a new line', 'locust\n--config /x'],
    ['a locustfile of its own', 'locust -f /tmp/evil.py'],
    ['a configuration of its own', 'locust --config /tmp/evil.conf'],
    ['another master', 'locust --master-host=evil'],
  ])('a command with %s is nobody’s but the container’s', (_, command) => {
    const { valid, strict } = judged({ command });
    expect(valid).toEqual([]);
    expect(strict).toEqual(
      expect.arrayContaining([expect.stringMatching(COMMAND)]),
    );
  });

  it.each<[string, unknown, RegExp]>([
    [
      'a command of a megabyte',
      { command: 'x'.repeat(1024 * 1024) },
      /^spec\.command: /,
    ],
    ['a command with a NUL', { command: 'locust\0x' }, /^spec\.command: .*NUL/],
    [
      'a variable with a NUL',
      { env: [{ name: 'A', value: 'a\0b' }] },
      /^spec\.env\[0\]\.value: .*NUL/,
    ],
    [
      'a locustfile with a NUL',
      { locustfile: { inline: 'a = 1\0' } },
      /^spec\.locustfile\.inline: .*NUL/,
    ],
    ['a host with a NUL', { host: 'http://shop\0.evil' }, /^spec\.host: .*NUL/],
    [
      'a command that names a locustfile beside the field',
      { command: 'locust -f /tmp/evil.py', locustfile: { inline: 'a = 1' } },
      /^spec\.command: The command names a locustfile/,
    ],
    [
      'options that are the engine’s',
      { master: { extraArgs: ['--master-host=evil'] } },
      /^spec\.master\.extraArgs\[0\]: .* is set by the engine/,
    ],
    [
      'such options cut short',
      { worker: { extraArgs: ['--master-h', 'evil'] } },
      /^spec\.worker\.extraArgs\[0\]: .* is set by the engine/,
    ],
    ['workers below none', { workers: -1 }, /^spec\.workers: /],
    ['no workers', { workers: 0 }, /^spec\.workers: /],
    ['a billion workers', { workers: 1e9 }, /^spec\.workers: /],
    ['workers as text', { workers: '10' }, /^spec\.workers: /],
    ['half a worker', { workers: 1.5 }, /^spec\.workers: /],
    ['a run time of nothing', { runTime: '0s' }, /^spec\.runTime: /],
    ['a run time below none', { runTime: '-1m' }, /^spec\.runTime: /],
    [
      'a time zone in the schedule',
      { schedule: 'TZ=UTC * * * * *' },
      /^spec\.schedule: .*timeZone/,
    ],
    [
      'a time zone in the schedule by its other name',
      { schedule: 'CRON_TZ=UTC * * * * *' },
      /^spec\.schedule: .*timeZone/,
    ],
    [
      'a time that never comes',
      { schedule: '0 0 30 2 *' },
      /^spec\.schedule: .*never comes/,
    ],
    [
      'a time zone that is none',
      { schedule: '0 3 * * *', timeZone: 'Moon/Base' },
      /^spec\.timeZone: /,
    ],
    [
      'a mount over everything',
      { mounts: [{ secret: 'a', mountPath: '/' }] },
      /^spec\.mounts\[0\]\.mountPath: Mounting at \/ would hide/,
    ],
    ...['/proc', '/proc/self', '//proc/./1/root'].map(
      (mountPath): [string, unknown, RegExp] => [
        `a mount over ${mountPath}`,
        { mounts: [{ secret: 'a', mountPath }] },
        /^spec\.mounts\[0\]\.mountPath: \/proc is the kernel's/,
      ],
    ),
    [
      'a mount that climbs',
      { mounts: [{ secret: 'a', mountPath: '/mnt/../etc' }] },
      /^spec\.mounts\[0\]\.mountPath: .*holds ":" or "\.\."/,
    ],
    [
      'a mount where another one is',
      {
        mounts: [
          { secret: 'a', mountPath: '/mnt/a' },
          { configMap: 'b', mountPath: '/mnt//a/' },
        ],
      },
      /^spec\.mounts\[1\]\.mountPath: Something else is mounted/,
    ],
    ['a privileged container', { privileged: true }, /^spec\.privileged: /],
    ['the node’s network', { hostNetwork: true }, /^spec\.hostNetwork: /],
    [
      'a folder of the node',
      { mounts: [{ hostPath: '/', mountPath: '/host' }] },
      /^spec\.mounts\[0\]/,
    ],
    [
      'the user 0',
      { master: { securityContext: { runAsUser: 0 } } },
      /^spec\.master\.securityContext: /,
    ],
    [
      'labels by which the engine finds pods',
      { worker: { labels: { 'locust-qa.xyz/job-uid': 'of-another-run' } } },
      /^spec\.worker\.labels.*: The label .* is set by the engine/,
    ],
    [
      'an annotation that stops another’s run',
      { master: { annotations: { 'locust-qa.xyz/stop': 'true' } } },
      /^spec\.master\.annotations.*: .* belongs to the engine/,
    ],
    [
      'an owner',
      { ownerReferences: [{ kind: 'Job', name: 'a', uid: 'b' }] },
      /^spec\.ownerReferences: /,
    ],
    [
      'a variable of the engine',
      { env: [{ name: 'LOCUST_MASTER_NODE_HOST', value: 'evil' }] },
      /^spec\.env\[0\]\.name: .* is set by the engine/,
    ],
  ])('%s: refused, whatever policy says', (_, spec, refusal) => {
    const { valid } = judged(spec);
    expect(valid).toEqual(
      expect.arrayContaining([expect.stringMatching(refusal)]),
    );
  });

  it.each<[string, object, RegExp]>([
    [
      'a day and an hour',
      { runTime: '25h' },
      /^spec\.runTime: 25h is longer than a run may take here/,
    ],
    [
      'no end',
      { runTime: '' },
      /^spec\.runTime: A run without a run time goes on/,
    ],
    [
      'a loader of its own',
      { env: [{ name: 'LD_PRELOAD', value: '/mnt/evil.so' }] },
      ENVIRONMENT,
    ],
    [
      'modules of its own',
      { env: [{ name: 'PYTHONPATH', value: '/mnt/evil' }] },
      ENVIRONMENT,
    ],
    [
      'an image from elsewhere',
      { image: 'evil/x:latest' },
      /^spec\.image: "evil\/x:latest" is not allowed here/,
    ],
    [
      'an image whose host begins as a good one',
      { image: 'good.io.evil.com/x' },
      /^spec\.image: "good\.io\.evil\.com\/x" is not allowed here/,
    ],
    [
      'a tag where a digest is asked for',
      { image: 'pinned.io/x:latest' },
      /^spec\.image: /,
    ],
    [
      'redirects, which nobody can know of',
      { host: 'https://r.example' },
      HOST,
    ],
    [
      'a Secret of somebody else',
      { secretRef: 'payment-keys' },
      /^spec\.secretRef: The Secret "payment-keys" is not allowed here/,
    ],
    [
      'a service account',
      { worker: { serviceAccountName: 'cluster-admin' } },
      /^spec\.worker\.serviceAccountName: /,
    ],
  ])('%s: legal, unless policy says no', (_, spec, refusal) => {
    const { valid, strict } = judged(spec);
    expect(valid).toEqual([]);
    expect(strict).toEqual(
      expect.arrayContaining([expect.stringMatching(refusal)]),
    );
  });

  it('takes an image by its digest where policy asks for one', () => {
    expect(judged({ image: `pinned.io/x@${DIGEST}` })).toEqual({
      valid: [],
      strict: [],
    });
  });

  it.each([
    'http://169.254.169.254',
    'http://[::1]',
    'http://0x7f.1',
    'http://2130706433',
    'http://[::ffff:a9fe:a9fe]',
    'https://kubernetes.default.svc',
    'http://localhost:6443',
  ])('the host %s at a form: refused without any policy', host => {
    expect(sensitiveHostProblems(normalizeLocustSpec({ host }), {})).toEqual([
      {
        field: 'spec.host',
        message: expect.stringMatching(/, not a system under test; use /),
      },
    ]);
  });

  it.each([
    'x'.repeat(253),
    'a.b',
    'ümlaut',
    'a/../b',
    'a%2Fb',
    'kube-system/x',
    '<b>bold</b>',
    'a\0b',
  ])('the name %j: refused', name => {
    expect(checkTestName(name)).toMatch(/such as "checkout-peak"$/);
  });

  it.each<[string, unknown]>([
    ['a prototype', JSON.parse('{"__proto__": {"workers": 99}}')],
    [
      'a prototype in a part',
      { worker: JSON.parse('{"__proto__": {"extraArgs": ["x"]}}') },
    ],
    ['a constructor', { constructor: { prototype: { workers: 99 } } }],
    ['null labels', { worker: { labels: null } }],
    ['a list in place of a spec', []],
    ['text in place of a spec', 'workers: 1'],
  ])('%s: read without harm', (_, spec) => {
    expect(() => judged(spec)).not.toThrow();
    expect(normalizeLocustSpec(spec).workers).toBeUndefined();
    expect(({} as { workers?: number }).workers).toBeUndefined();
  });
});
