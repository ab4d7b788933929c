import fs from 'node:fs';
import path from 'node:path';
import { readMasterLog } from '../outcomes/readMasterLog';
import type { RunRecord } from '../runs/RunRecord';
import { HOSTILE, runRecord, statistics } from './__testUtils__/runRecord';
import {
  exportExceptionsCsv,
  exportFailuresCsv,
  exportHistoryCsv,
  exportStatsCsv,
} from './exportCsv';

const FIXTURES = path.join(__dirname, '__fixtures__', '2.47.0');

/** What a locust with `--csv` has written in the recorded run. */
const written = (file: string) =>
  read(fs.readFileSync(path.join(FIXTURES, `locust_${file}.csv`), 'utf8'));

/** A reader of RFC 4180, which is what Python's `csv` writes and reads by default. */
function read(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (!match) {
      throw new Error(`This is no CSV: ${text.slice(at, at + 40)}`);
    }
    row.push(match[1]?.replaceAll('""', '"') ?? match[2]);
    if (match[3] !== ',') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

/** Rows as objects by the names of their columns. */
function byColumn(rows: readonly (readonly string[])[]) {
  const [columns, ...others] = rows;
  return others.map(row =>
    Object.fromEntries(row.map((cell, i) => [columns[i], cell])),
  );
}

const numeric = (cell: string) =>
  cell !== '' && Number.isFinite(Number(cell))
    ? expect.closeTo(Number(cell), 5)
    : cell;

describe('exports of CSV', () => {
  describe('of a run that Locust has written its own files of', () => {
    let record: RunRecord;
    beforeAll(async () => {
      const log = await readMasterLog([
        fs.readFileSync(path.join(FIXTURES, 'csv.reporter.log')),
      ]);
      const outcome = log.outcome();
      record = {
        ...runRecord({ run: { total: outcome.total } }),
        points: outcome.points,
        requests: outcome.requests,
        errors: outcome.errors,
        exceptions: outcome.exceptions,
      };
    });

    it.each([
      ['stats', exportStatsCsv],
      ['failures', exportFailuresCsv],
      ['exceptions', exportExceptionsCsv],
      ['stats_history', exportHistoryCsv],
    ] as const)('have the same columns: %s', (file, write) => {
      expect(read(write(record))[0]).toEqual(written(file)[0]);
    });

    it('have the same statistics in the same order, but for what is not kept', () => {
      const ours = byColumn(read(exportStatsCsv(record)));
      const theirs = byColumn(written('stats')).map(row => ({
        ...row,
        'Average Content Size': 'N/A',
        // Locust writes names as they are.
        Name: row.Name.startsWith('=') ? `'${row.Name}` : row.Name,
      }));
      expect(theirs).toHaveLength(5);
      expect(ours).toHaveLength(theirs.length);
      theirs.forEach((row, i) => {
        for (const [column, cell] of Object.entries(row)) {
          const our = ours[i][column];
          expect([
            row.Name,
            column,
            typeof numeric(cell) === 'string' ? our : Number(our),
          ]).toEqual([row.Name, column, numeric(cell)]);
        }
      });
    });

    it('have the same failures and exceptions', () => {
      const failures = byColumn(read(exportFailuresCsv(record)));
      expect(
        failures.map(row => [row.Method, row.Name, Number(row.Occurrences)]),
      ).toEqual(
        expect.arrayContaining(
          byColumn(written('failures')).map(row => [
            row.Method,
            row.Name.replace(/^=/, "'="),
            Number(row.Occurrences),
          ]),
        ),
      );
      const exceptions = byColumn(read(exportExceptionsCsv(record)));
      expect(exceptions.map(row => [Number(row.Count), row.Message])).toEqual(
        byColumn(written('exceptions')).map(row => [
          Number(row.Count),
          expect.stringContaining(row.Message),
        ]),
      );
    });

    it('have a history that ends with the same counts', () => {
      const ours = byColumn(read(exportHistoryCsv(record))).at(-1);
      const theirs = byColumn(written('stats_history')).at(-1);
      for (const column of [
        'Type',
        'Name',
        'Total Request Count',
        'Total Failure Count',
      ]) {
        expect([column, ours?.[column]]).toEqual([column, theirs?.[column]]);
      }
    });
  });

  it('tell of a point when it was and what is known of it', () => {
    const [row] = byColumn(
      read(
        exportHistoryCsv(runRecord({ points: runRecord().points.slice(1, 2) })),
      ),
    );
    expect(row).toMatchObject({
      Timestamp: String(Date.parse('2026-01-31T10:20:36Z') / 1000),
      'User Count': '5',
      Name: 'Aggregated',
      'Failures/s': '0.200000',
      '66%': 'N/A',
      'Total Request Count': '205',
      'Total Min Response Time': 'N/A',
    });
  });

  it('reckon the time of a point from the start where it has none of its own', () => {
    const record = runRecord({
      points: [
        { elapsedSeconds: 10.6, users: 1, rps: 1, failuresPerSecond: 0 },
      ],
    });
    expect(byColumn(read(exportHistoryCsv(record)))[0].Timestamp).toBe(
      String(Date.parse('2026-01-31T10:20:43Z') / 1000),
    );
  });

  it('have only their columns where there is nothing', () => {
    const nothing = runRecord({
      run: { total: undefined },
      points: [],
      requests: [],
      errors: [],
      exceptions: [],
    });
    for (const write of [
      exportStatsCsv,
      exportFailuresCsv,
      exportExceptionsCsv,
      exportHistoryCsv,
    ]) {
      expect(read(write(nothing))).toHaveLength(1);
    }
  });

  it('sort endpoints as Python does, by code points', () => {
    const names = ['/b', '/B', '/é', '/a', '/\u{1f99e}', '/\uffe0', '/aa'];
    const record = runRecord({
      requests: names.map(name => ({
        method: 'GET',
        name,
        statistics: statistics(),
      })),
    });
    expect(byColumn(read(exportStatsCsv(record))).map(row => row.Name)).toEqual(
      ['/B', '/a', '/aa', '/b', '/é', '/\uffe0', '/\u{1f99e}', 'Aggregated'],
    );
  });

  it('keep names whole, and let none be a formula', () => {
    const record = runRecord({
      errors: [HOSTILE, '=1+1', '+1', '-1', '@x', '\tx'].map(message => ({
        occurrences: 1,
        method: 'GET',
        name: '/',
        message,
      })),
    });
    expect(
      byColumn(read(exportFailuresCsv(record))).map(row => row.Error),
    ).toEqual([HOSTILE, "'=1+1", "'+1", "'-1", "'@x", "'\tx"]);
  });
});
