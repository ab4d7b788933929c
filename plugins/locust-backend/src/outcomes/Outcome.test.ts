import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { outcomeToJson } from './Outcome';
import { readMasterLog } from './readMasterLog';

describe('outcomeToJson', () => {
  it('has the statistics of an endpoint beside its name', async () => {
    const file = path.join(__dirname, '__fixtures__/2.47.0/normal.log');
    const log = await readMasterLog([fs.readFileSync(file)]);
    const json = JSON.parse(JSON.stringify(outcomeToJson(log.outcome())));

    const statistics = {
      requests: expect.any(Number),
      failures: expect.any(Number),
      failRatio: expect.any(Number),
      min: expect.any(Number),
      avg: expect.any(Number),
      median: expect.any(Number),
      max: expect.any(Number),
      rps: expect.any(Number),
      failuresPerSecond: expect.any(Number),
      percentiles: expect.objectContaining({
        50: expect.any(Number),
        99.99: expect.any(Number),
        100: expect.any(Number),
      }),
    };
    expect(json).toMatchObject({ exitCode: 1, usersSpawned: 10, final: true });
    expect(json.total).toEqual(statistics);
    expect(json.requests).toHaveLength(10);
    expect(json.requests[0]).toEqual({
      method: 'GET',
      name: '/',
      ...statistics,
    });
    expect(json.errors).toContainEqual({
      occurrences: expect.any(Number),
      method: 'GET',
      name: '42',
      message: expect.stringContaining('404'),
    });
    expect(json.points[0]).toMatchObject({ elapsedSeconds: 0 });
  });

  it('says null for what is not known', async () => {
    const log = await readMasterLog(['']);
    expect(outcomeToJson(log.outcome())).toMatchObject({
      exitCode: null,
      usersSpawned: null,
      total: null,
      final: false,
      points: [],
      requests: [],
      errors: [],
    });
  });
});

describe('the command that prints an outcome', () => {
  const PLUGIN = path.join(__dirname, '../..');
  const print = (file: string): unknown =>
    JSON.parse(
      execFileSync(
        process.execPath,
        [
          ...['--require', '@backstage/cli/config/nodeTransform.cjs'],
          path.join(PLUGIN, 'scripts', 'printOutcome.ts'),
          file,
        ],
        { cwd: PLUGIN, encoding: 'utf8' },
      ),
    );

  it('prints nothing but the JSON of the figures that Locust held', () => {
    const base = path.join(__dirname, '__fixtures__/2.24.1/stopped.reporter');
    const held = JSON.parse(fs.readFileSync(`${base}.json`, 'utf8'));
    const printed = print(`${base}.log`);
    expect(printed).toMatchObject({
      exitCode: held.exitCode,
      usersSpawned: 10,
      total: held.total,
      requests: held.requests,
      errors: held.errors.map(
        ({ occurrences }: { readonly occurrences: number }) => ({
          occurrences,
          method: expect.any(String),
          name: expect.any(String),
          message: expect.any(String),
        }),
      ),
    });
    expect((printed as { points: unknown[] }).points.length).toBeGreaterThan(2);
  }, 60_000);
});
