import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** What the guide has a pipeline run. */
const [, SCRIPT] = readFileSync(
  path.resolve(__dirname, '../../../docs/automation.md'),
  'utf8',
).match(/```sh\n(set -eu\n[^]*?)```/)!;

const ID = 'a'.repeat(26);

// They are on the machines of pipelines, and not on everybody's.
const hasTools = ['curl', 'jq', 'sh'].every(
  tool => spawnSync(tool, ['--version']).error === undefined,
);

(hasTools ? describe : describe.skip)('The commands for a pipeline', () => {
  let server: Server;
  let folder: string;
  let asked: {
    readonly what: string;
    readonly headers: object;
    readonly body: string;
  }[];
  /** What the run is at each look at it. */
  let course: object[];

  beforeEach(async () => {
    asked = [];
    folder = mkdtempSync(path.join(tmpdir(), 'locust-automation-'));
    server = createServer((request, response) => {
      let body = '';
      request.on('data', chunk => {
        body += chunk;
      });
      request.on('end', () => {
        asked.push({
          what: `${request.method} ${request.url}`,
          headers: request.headers,
          body,
        });
        response.setHeader('Content-Type', 'application/json');
        if (request.headers.authorization !== 'Bearer secret') {
          response.statusCode = 401;
          response.end('{"error":{"message":"Who are you?"}}');
        } else if (request.url?.endsWith('/export/junit')) {
          response.end('<testsuites/>');
        } else {
          response.end(JSON.stringify({ id: ID, ...course.shift() }));
        }
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    server.close();
    await once(server, 'close');
    rmSync(folder, { recursive: true });
  });

  async function run(token = 'secret') {
    const { port } = server.address() as AddressInfo;
    const shell = spawn('sh', ['-c', SCRIPT], {
      cwd: folder,
      env: {
        ...process.env,
        PORTAL: `http://127.0.0.1:${port}`,
        TOKEN: token,
        BUILD: 'build-7',
      },
    });
    let said = '';
    shell.stdout.on('data', chunk => {
      said += chunk;
    });
    const [code] = await once(shell, 'close');
    return { code, said };
  }

  it('start a run once per build, wait for its end and keep its report', async () => {
    course = [
      { phase: 'queued', verdict: 'none' },
      { phase: 'running', verdict: 'none' },
      { phase: 'finished', verdict: 'passed' },
    ];
    const { code, said } = await run();
    expect(said).toContain('finished, verdict passed');
    expect(code).toBe(0);
    expect(asked.map(({ what }) => what)).toEqual([
      'POST /api/locust/runs',
      `GET /api/locust/runs/${ID}?wait=30s`,
      `GET /api/locust/runs/${ID}?wait=30s`,
      `GET /api/locust/runs/${ID}/export/junit`,
    ]);
    expect(asked[0].headers).toMatchObject({ 'idempotency-key': 'build-7' });
    expect(JSON.parse(asked[0].body)).toMatchObject({
      entityRef: 'component:default/shop',
      entityDefaults: true,
    });
    expect(readFileSync(path.join(folder, 'load-test.junit.xml'), 'utf8')).toBe(
      '<testsuites/>',
    );
  });

  it('fail where the test has failed, and say by what', async () => {
    course = [
      {
        phase: 'finished',
        verdict: 'failed',
        thresholds: [{ message: 'p95 was 900 ms' }],
      },
    ];
    const { code, said } = await run();
    expect(said).toMatch(/finished, verdict failed\np95 was 900 ms/);
    expect(code).toBe(1);
  });

  it.each(['stopped', 'error', 'skipped'])(
    'fail where the run was %s, and say why',
    async phase => {
      course = [{ phase, verdict: 'none', reason: { message: 'No image' } }];
      const { code, said } = await run();
      expect(said).toMatch(`${phase}, verdict none\nNo image`);
      expect(code).toBe(1);
    },
  );

  it('fail at once where the portal refuses', async () => {
    course = [];
    expect((await run('wrong')).code).not.toBe(0);
    expect(asked).toHaveLength(1);
  });
});
