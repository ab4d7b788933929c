import {
  cronJobName,
  jobName,
  labelValue,
  locustfileName,
  replicaSetName,
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

  it('fit a label, longer ones told apart', () => {
    expect(labelValue('demo')).toBe('demo');
    expect(labelValue(LONG)).toHaveLength(63);
    expect(labelValue(`${LONG}1`)).not.toBe(labelValue(`${LONG}2`));
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
