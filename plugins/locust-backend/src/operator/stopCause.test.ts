import { ANNOTATIONS } from 'backstage-plugin-locust-common';
import { decodeLocust } from './LocustObject';
import { decodeJob } from './observed/JobObject';
import { stopByCondition, stopMark } from './stopCause';

const METADATA = { name: 'x', namespace: 'n', uid: 'u' };
const MET = {
  condition: 'fail_ratio > 50% for 10s',
  limit: 0.5,
  actual: 0.9,
  message: 'Too many failures.',
};
const REASON = { code: 'StopWhen', message: 'Too many failures.' };

const run = (options: {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec?: object;
  readonly scheduled?: boolean;
}) => ({
  job: decodeJob({
    metadata: { ...METADATA, annotations: options.annotations },
  }),
  locust: decodeLocust({ metadata: METADATA, spec: options.spec ?? {} }),
  start: { scheduled: options.scheduled === true } as never,
});

describe('stopByCondition', () => {
  it('is what the log tells until the Job says it', () => {
    const stop = stopByCondition(run({}), MET);
    expect(stop).toEqual({ reason: REASON, isMarked: false });
    const { annotations } = stopMark(stop!).metadata;
    expect(stopByCondition(run({ annotations }), undefined)).toEqual({
      reason: REASON,
      isMarked: true,
    });
  });

  it('is nothing where neither says so', () => {
    expect(stopByCondition(run({}), undefined)).toBeUndefined();
    expect(
      stopByCondition({ ...run({}), job: undefined }, undefined),
    ).toBeUndefined();
  });

  it.each([
    ['on the Job', { annotations: { [ANNOTATIONS.stop]: 'true' } }],
    ['in the spec', { spec: { stop: true } }],
  ])('leaves a run to the person who asked first %s', (_where, asked) => {
    expect(stopByCondition(run(asked), MET)).toBeUndefined();
  });

  it('stays what has stopped the run when a person asks too', () => {
    const annotations = {
      [ANNOTATIONS.stop]: 'true',
      [ANNOTATIONS.stoppedWhen]: MET.message,
    };
    expect(
      stopByCondition(run({ annotations, spec: { stop: true } }), MET),
    ).toEqual({ reason: REASON, isMarked: true });
  });

  it('does not take the stop of a one-off for that of a scheduled run', () => {
    expect(
      stopByCondition(run({ spec: { stop: true }, scheduled: true }), MET),
    ).toEqual({ reason: REASON, isMarked: false });
  });
});
