'use strict';

/**
 * What Playwright starts before the tests of two replicas: two backends on one PostgreSQL and an embedded cluster, and
 * what stands in front of them. Each minute one of them is killed without a word and started again, the one as often as
 * the other. GET on the address in E2E_KILLS tells how often that was, as JSON.
 */

const http = require('node:http');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { startBalancer } = require('./balancer.cjs');
const {
  askPortal,
  startBackend,
  untilEngineIsHealthy,
  untilPortalAnswers,
} = require('./portal.cjs');
const { startPostgres } = require('./postgres.cjs');
const { freePort, keepLog, underTest } = require('./underTest.cjs');

const NAMES = ['first', 'second'];
const BETWEEN_KILLS_MS = 60_000;

async function serveByTwo({ toolchain, folder, options, stops }) {
  const postgres = await startPostgres();
  stops.push(postgres.stop);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const replicas = [];
  for (const name of NAMES) {
    const ownPort = await freePort((replicas.at(-1)?.port ?? port) + 1);
    replicas.push({ name, port: ownPort, kills: 0, backend: undefined });
  }
  const balancer = await startBalancer(
    port,
    replicas.map(it => it.port),
  );
  stops.push(balancer.stop);

  const launch = replica => {
    replica.backend = startBackend({
      ...toolchain,
      ...options,
      folder: path.join(folder, replica.name),
      port: replica.port,
      publicUrl: url,
      postgres: postgres.connectionString,
      restarted: replica.backend !== undefined,
    });
  };
  const killing = new AbortController();
  stops.push(async () => {
    killing.abort();
    await Promise.all(replicas.map(it => it.backend?.stop()));
    replicas.forEach(it => keepLog(it.backend?.log, `backend-${it.name}.log`));
  });
  for (const replica of replicas) {
    launch(replica);
    await untilPortalAnswers(replica.backend);
    await untilEngineIsHealthy(replica.backend);
  }
  const kills = http.createServer((_, response) =>
    response.end(
      JSON.stringify(
        Object.fromEntries(replicas.map(it => [it.name, it.kills])),
      ),
    ),
  );
  await new Promise(resolve => kills.listen(0, '127.0.0.1', resolve));
  stops.push(() => new Promise(resolve => kills.close(resolve)));
  return {
    url,
    backend: replicas[0].backend,
    environment: { E2E_KILLS: `http://127.0.0.1:${kills.address().port}` },
    begin: () => void killInTurn(replicas, launch, killing.signal),
  };
}

/** A machine that is slow gets the time that a start takes: with nobody there, nothing would be told of replicas. */
async function killInTurn(replicas, launch, signal) {
  const pause = ms => sleep(ms, undefined, { signal }).catch(() => {});
  for (let turn = 0; !signal.aborted; turn++) {
    await pause(BETWEEN_KILLS_MS);
    const victim = replicas[turn % replicas.length];
    const others = replicas.filter(it => it !== victim);
    while (
      !signal.aborted &&
      !(await Promise.all(others.map(answers))).every(Boolean)
    ) {
      await pause(1_000);
    }
    if (!signal.aborted) {
      process.kill(-victim.backend.pid, 'SIGKILL');
      await victim.backend.ended;
      victim.kills += 1;
    }
    if (!signal.aborted) {
      launch(victim);
    }
  }
}

async function answers({ backend }) {
  const answer = await askPortal(backend.url, '/api/locust/engine');
  return answer?.ok === true;
}

module.exports = () => underTest(serveByTwo);
