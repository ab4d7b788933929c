import fc from 'fast-check';
import {
  cronJobName,
  eventName,
  jobName,
  labelValue,
  locustfileName,
  replicaSetName,
  runOwner,
  serviceName,
} from './names';
import { runId } from './runId';

const LONG = 'a'.repeat(80);
const DNS_LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

describe('names of children', () => {
  it('are the plain ones of the original where they are legal', () => {
    expect([
      jobName('demo'),
      cronJobName('demo'),
      serviceName('demo'),
      replicaSetName('demo'),
    ]).toEqual(['job-demo', 'cronjob-demo', 'service-demo', 'replicaset-demo']);
  });

  it.each([
    ['job', jobName, 63],
    ['cronjob', cronJobName, 52],
    ['service', serviceName, 63],
    ['replicaset', replicaSetName, 63],
  ])('are made legal for a %s', (_what, nameOf, longest) => {
    for (const name of [LONG, 'a.b', `${'a'.repeat(30)}.${'-'.repeat(30)}b`]) {
      expect(nameOf(name)).toMatch(DNS_LABEL);
      expect(nameOf(name).length).toBeLessThanOrEqual(longest);
    }
  });

  it('never meet, though what is cut off or replaced is all that differs', () => {
    expect(jobName(`${LONG}1`)).not.toBe(jobName(`${LONG}2`));
    expect(serviceName('a.b')).not.toBe(serviceName('a-b'));
    expect(locustfileName('demo', 'x')).not.toBe(locustfileName('demo', 'y'));
  });

  it.each([
    ['the longest', 'x'.repeat(253)],
    ['the longest of words', `${'word.'.repeat(50)}end`],
    ['one that is cut behind a dot', `${'a'.repeat(244)}.${'b'.repeat(8)}`],
    ['one that is cut behind a dash', `${'a'.repeat(242)}-.-${'b'.repeat(8)}`],
  ])('are names that Kubernetes takes for children of %s name', (_, name) => {
    const other = `${name.slice(0, -1)}z`;
    for (const nameOf of [jobName, cronJobName, serviceName, replicaSetName]) {
      expect(nameOf(name)).toMatch(DNS_LABEL);
      expect(nameOf(name).length).toBeLessThanOrEqual(63);
      expect(nameOf(name)).not.toBe(nameOf(other));
    }
    expect(labelValue(name)).toMatch(/^[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?$/);
    expect(labelValue(name)).not.toBe(labelValue(other));
    const event = eventName(name, '0123456789abcdef');
    expect(event).toMatch(
      /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    );
    expect(event.length).toBeLessThanOrEqual(253);
  });

  it('fit a label, longer ones told apart', () => {
    expect(labelValue('demo')).toBe('demo');
    expect(labelValue(LONG)).toHaveLength(63);
    expect(labelValue(`${LONG}1`)).not.toBe(labelValue(`${LONG}2`));
  });
});

describe('names of children of any resources', () => {
  // Names that the API server takes, and among them those that are likely to meet: cut, dotted, and like made ones.
  const label = fc
    .tuple(
      fc.constantFrom('a', 'cronjob-a', 'job-a', 'cronjob', 'h12345678'),
      fc.stringMatching(/^[-a-h0-9]{0,70}$/),
    )
    .map(([start, rest]) => `${start}${rest}z`);
  const resource = fc.oneof(
    label,
    fc.array(label, { minLength: 2, maxLength: 3 }).map(it => it.join('.')),
    fc.constantFrom('a', 'cronjob-a', 'cronjob-a-29384756', 'a.b', 'a-b'),
  );

  /** Those of a one-off, and those of a scheduled resource with a run of the minute and one by hand. */
  function childrenOf(name: string, ownJob: string) {
    const scheduledJob = `${cronJobName(name)}-29384756`;
    const owners = [
      runOwner(name, jobName(name), true),
      runOwner(name, scheduledJob, false),
      runOwner(name, ownJob, false),
    ];
    return {
      jobs: [jobName(name), scheduledJob],
      cronJobs: [cronJobName(name)],
      services: owners.map(serviceName),
      replicaSets: owners.map(replicaSetName),
      configMaps: [locustfileName(name, 'content')],
    };
  }

  it('are DNS labels that Kubernetes takes', () => {
    fc.assert(
      fc.property(resource, label, (name, ownJob) => {
        const all = Object.entries(childrenOf(name, ownJob));
        for (const [kind, names] of all) {
          for (const it of names) {
            expect(it).toMatch(DNS_LABEL);
            expect(it.length).toBeLessThanOrEqual(
              kind === 'cronJobs' ? 52 : 63,
            );
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are never those of another resource, nor of another run', () => {
    fc.assert(
      fc.property(
        resource,
        fc.oneof(
          resource,
          // The name that the first one's child was given.
          resource.map(it => serviceName(it).replace(/^service-/, '')),
        ),
        label,
        (one, other, job) => {
          fc.pre(one !== other);
          const [ours, theirs] = [
            childrenOf(one, `${job}1`),
            childrenOf(other, `${job}2`),
          ];
          for (const kind of Object.keys(ours) as (keyof typeof ours)[]) {
            const all = [...ours[kind], ...theirs[kind]];
            expect(all).toHaveLength(new Set(all).size);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['a name and the one made of it', 'a.b', serviceName('a.b').slice(8)],
    ['a one-off called like a scheduled Job', 'x', 'cronjob-x-29384756'],
  ])('tell apart %s', (_what, one, other) => {
    const services = (name: string) => childrenOf(name, 'by-hand').services;
    expect(services(one).slice(0, 2)).not.toEqual(
      expect.arrayContaining([services(other)[0]]),
    );
  });

  it("of a Job that somebody named like a one-off are not the one-off's", () => {
    expect(serviceName(runOwner('x', 'shop', false))).not.toBe(
      serviceName(runOwner('shop', 'job-shop', true)),
    );
  });
});

describe('runId', () => {
  it('is 26 characters that a URL can hold', () => {
    expect(runId('c', 'l', 'job-demo')).toMatch(/^[a-z0-9]{26}$/);
  });

  it('is the same for the same run and differs in each part', () => {
    const ids = [
      runId('c', 'l', 'j'),
      runId('c', 'l', 'j2'),
      runId('c', 'l2', 'j'),
      runId('c2', 'l', 'j'),
      runId('cl', '', 'j'),
    ];
    expect(runId('c', 'l', 'j')).toBe(ids[0]);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
