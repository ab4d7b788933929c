import fc from 'fast-check';
import { runRecord } from './__testUtils__/runRecord';
import { exportFileName, RUN_EXPORTS } from './runExports';

describe('RUN_EXPORTS', () => {
  it('has everything of a run in JSON, which reads back as it was', () => {
    const record = runRecord();
    expect(JSON.parse(RUN_EXPORTS.json.write(record))).toEqual({
      format: 1,
      ...JSON.parse(JSON.stringify(record)),
    });
  });

  it('has the log line by line', () => {
    expect(RUN_EXPORTS.log.write(runRecord())).toBe(
      '[2026-01-31 10:20:34,000] master/INFO: Starting\nDone\n',
    );
  });

  it('says what of the log is not kept', () => {
    expect(
      RUN_EXPORTS.log.write(
        runRecord({ log: { lines: ['a'], omitted: 7, complete: true } }),
      ),
    ).toBe(
      'a\n[7 lines are not kept: the log was longer than what is stored]\n',
    );
    expect(RUN_EXPORTS.log.write(runRecord({ log: undefined }))).toBe('');
  });

  it('names files after the test, the time and the run', () => {
    expect(exportFileName(runRecord(), 'json')).toBe(
      'checkout-20260131T102030-abcdefgh.json',
    );
    expect(exportFileName(runRecord(), 'csv')).toBe(
      'checkout-20260131T102030-abcdefgh_stats.csv',
    );
  });

  it('names files so that every file system and header takes it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), test => {
        const name = exportFileName(runRecord({ run: { test } }), 'html');
        expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]*\.html$/);
        expect(name.length).toBeLessThan(130);
      }),
    );
  });
});
