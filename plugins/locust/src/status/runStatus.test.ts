import { inEnglish } from '../__testUtils__/translate';
import { aRun } from '../fake/aRun';
import { progressText, reasonInWords, runStatus } from './runStatus';

const now = new Date('2026-11-22T10:03:22Z');

describe('runStatus', () => {
  it.each([
    ['queued', 'Queued', undefined],
    ['starting', 'Starting', '4 of 4 workers'],
    ['running', 'Running', '3:12 of 10:00'],
    ['stopping', 'Stopping', undefined],
    ['finished', 'Finished', undefined],
    ['stopped', 'Stopped', undefined],
    ['skipped', 'Skipped', undefined],
  ] as const)('says %s as "%s"', (phase, word, detail) => {
    const run = aRun({ phase, finishedAt: undefined });
    const status = runStatus(run, now, inEnglish);
    expect([status.word, status.detail]).toEqual([word, detail]);
  });

  it('says that a run waits because its resource is invalid', () => {
    const run = aRun({
      phase: 'queued',
      reason: { code: 'Invalid', message: 'There is no ConfigMap "x".' },
    });
    expect(runStatus(run, now, inEnglish)).toMatchObject({
      word: 'Invalid',
      tone: 'error',
    });
  });

  it('says the verdict of a finished run that has one', () => {
    expect(
      runStatus(aRun({ verdict: 'passed' }), now, inEnglish),
    ).toMatchObject({
      word: 'Passed',
      tone: 'success',
    });
    expect(
      runStatus(aRun({ verdict: 'failed' }), now, inEnglish),
    ).toMatchObject({
      word: 'Failed',
      tone: 'error',
    });
  });

  it('says in a few words why a run could not be', () => {
    const run = aRun({
      phase: 'error',
      reason: { code: 'ImagePullFailed', message: 'The image is gone.' },
    });
    expect(runStatus(run, now, inEnglish)).toMatchObject({
      word: 'Could not run',
      detail: 'image pull failed',
    });
  });

  it('gives outcomes that mean different things different shapes', () => {
    const outcomes = [
      aRun(),
      aRun({ verdict: 'passed' }),
      aRun({ verdict: 'failed' }),
      aRun({ phase: 'stopped' }),
      aRun({ phase: 'error' }),
      aRun({ phase: 'skipped' }),
    ].map(run => runStatus(run, now, inEnglish).shape);
    expect(new Set(outcomes).size).toBe(outcomes.length);
  });
});

describe('progressText', () => {
  it('never says more than the run time', () => {
    const run = aRun({ phase: 'running', finishedAt: undefined });
    expect(progressText(run, new Date('2026-11-22T10:30:00Z'), inEnglish)).toBe(
      '10:00 of 10:00',
    );
  });

  it('says the time alone where the run has no bound', () => {
    const run = aRun({
      phase: 'running',
      finishedAt: undefined,
      runTimeSeconds: undefined,
    });
    expect(progressText(run, now, inEnglish)).toBe('3:12');
  });

  it('says nothing before the master began', () => {
    expect(
      progressText(aRun({ startedAt: undefined }), now, inEnglish),
    ).toBeUndefined();
  });
});

describe('reasonInWords', () => {
  it.each([
    ['ImagePullFailed', 'image pull failed'],
    ['OOMKilled', 'OOM killed'],
    ['NoWorkers', 'no workers'],
  ])('reads %s as "%s"', (code, words) => {
    expect(reasonInWords(code)).toBe(words);
  });
});
