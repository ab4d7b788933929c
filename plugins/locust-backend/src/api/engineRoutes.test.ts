import { mockCredentials } from '@backstage/backend-test-utils';
import type { ClusterHealth, Finding } from 'backstage-plugin-locust-common';
import request from 'supertest';
import type { DatabaseRunStore } from '../history/DatabaseRunStore';
import type { ClusterEngine } from '../operator/ClusterEngine';
import { Clusters } from '../operator/Clusters';
import { routesOver } from './__testUtils__/routesOver';

const AWAY: Finding = {
  severity: 'error',
  code: 'databaseAway',
  what: 'The database at db.internal has not answered for 1m.',
  fix: 'Look whether it is up.',
};

const MISSING: Finding = {
  severity: 'error',
  code: 'rightsMissing',
  what: 'The account may not create jobs.batch.',
  fix: 'Apply manifests/rbac.yaml.',
};

const WELL: ClusterHealth = {
  cluster: 'prod-eu',
  server: 'https://10.0.0.1:6443',
  state: 'healthy',
  message: 'Everything is watched and up to date.',
  queueDepth: 0,
  rightsCheckedAt: new Date('2026-01-31T10:00:00Z'),
  missingRights: [],
  orphans: { count: 0, examples: [] },
  recentErrors: [
    {
      at: new Date('2026-01-31T09:00:00Z'),
      message: 'A watch broke.',
      times: 2,
    },
  ],
  findings: [],
  resources: [
    {
      resource: 'jobs',
      state: 'watching',
      objects: 1,
      lastContactAt: new Date('2026-01-31T10:00:00Z'),
    },
  ],
};

async function appOf(
  clusters: readonly ClusterHealth[],
  findings: readonly Finding[] = [],
) {
  const { app } = await routesOver(
    // Neither of the routes asks the history.
    {} as DatabaseRunStore,
    {
      clusters: new Clusters(
        clusters.map(health => ({
          kind: 'engine' as const,
          name: health.cluster,
          engine: { health: () => health } as unknown as ClusterEngine,
        })),
      ),
      replicaFindings: () => findings,
    },
  );
  return app;
}

const healthOf = async (...parts: Parameters<typeof appOf>) => {
  const { status, text } = await request(await appOf(...parts))
    .get('/health')
    .set('authorization', mockCredentials.none.header());
  return { status, body: JSON.parse(text), text };
};

describe('GET /health', () => {
  it('says to everybody that all is well', async () => {
    expect(await healthOf([WELL])).toMatchObject({
      status: 200,
      body: { status: 'ok', findings: [] },
    });
  });

  it('says by code what is not, and nothing that is for some eyes only', async () => {
    const { status, body, text } = await healthOf([
      { ...WELL, state: 'forbidden', findings: [MISSING] },
    ]);
    expect(status).toBe(200);
    expect(body).toEqual({ status: 'degraded', findings: ['rightsMissing'] });
    expect(text).not.toMatch(/prod-eu|10\.0\.0\.1|jobs/);
  });

  it('is refused with 503 by a replica that cannot work', async () => {
    const { status, body, text } = await healthOf([WELL], [AWAY]);
    expect(status).toBe(503);
    expect(body).toEqual({ status: 'unavailable', findings: ['databaseAway'] });
    expect(text).not.toMatch(/db\.internal/);
    expect((await healthOf([{ ...WELL, state: 'unreachable' }])).status).toBe(
      503,
    );
  });
});

describe('GET /engine', () => {
  it('tells the platform team everything, of the clusters and of the replica', async () => {
    const { body } = await request(await appOf([WELL], [AWAY])).get('/engine');
    expect(body).toEqual({
      clusters: [JSON.parse(JSON.stringify(WELL))],
      findings: [AWAY],
    });
  });
});
