import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import knexFactory from 'knex';
import request from 'supertest';
import locustPlugin from '..';
import { JOBS, PODS } from '../kube/ResourceTypes';
import { LOCUSTS } from '../operator/LocustObject';
import { eventually } from '../operator/testing/eventually';
import { TestNamespace } from '../operator/testing/TestNamespace';

jest.setTimeout(120_000);

describe('GET /metrics, on a real API server', () => {
  let place: TestNamespace;
  let folder: string;
  let stop: () => Promise<void> = async () => {};

  beforeEach(async () => {
    place = await TestNamespace.create();
    folder = await mkdtemp(join(tmpdir(), 'metrics-'));
  });

  afterEach(async () => {
    await stop();
    await place.dispose();
    await rm(folder, { recursive: true });
  });

  async function startBackend(
    locust: object = {},
    result:
      | AuthorizeResult.ALLOW
      | AuthorizeResult.DENY = AuthorizeResult.ALLOW,
  ) {
    const kubeconfig = join(folder, 'kubeconfig');
    await writeFile(kubeconfig, place.engineConfig.exportConfig());
    const knex = knexFactory({
      client: 'better-sqlite3',
      connection: ':memory:',
      useNullAsDefault: true,
    });
    const backend = await startTestBackend({
      features: [
        locustPlugin,
        createServiceFactory({
          service: coreServices.database,
          deps: {},
          factory: () => mockServices.database({ knex }),
        }),
        catalogServiceMock.factory({ entities: [] }),
        mockServices.permissions.factory({ result }),
        mockServices.rootConfig.factory({
          data: {
            locust: {
              engine: { leaseNamespace: place.name },
              clusters: [
                { name: 'prod', kubeconfig, namespaces: [place.name] },
              ],
              ...locust,
            },
          },
        }),
      ],
    });
    stop = async () => {
      await backend.stop();
      await knex.destroy();
    };
    return (authorization?: string) => {
      const scrape = request(backend.server).get('/api/locust/metrics');
      return authorization
        ? scrape.set('authorization', authorization)
        : scrape;
    };
  }

  it('follows resources and Jobs from their beginning to their end, and logs of masters', async () => {
    const scrape = await startBackend();
    const told = async (series: string) =>
      eventually(series, async () => {
        const { text } = await scrape(mockCredentials.service.header());
        return text.includes(`\n${series}`);
      });
    const where = `cluster="prod",namespace="${place.name}"`;
    const job = (status: string, state: string) =>
      `locust_operator_job_object_state{name="demo",job_name="job-demo",status="${status}",${where},locust_operator_job_object_state="${state}"} 1`;

    await told('locust_operator_engine_leader{cluster="prod"} 1');
    await place.apply('demo', {});
    await told(
      `locust_operator_locust_object_gauge{operation="ADDED",name="demo",${where}} 1`,
    );
    const pod = await place.masterPod('job-demo');
    await place.report(pod, 'Running', {
      running: { startedAt: pod.metadata.creationTimestamp },
    });
    await told(job('', 'running'));
    // There is no node that could answer; that the log is asked for is what counts.
    await eventually('the log was asked for', async () => {
      const { text } = await scrape(mockCredentials.service.header());
      return /requests_total\{cluster="prod",verb="log"/.test(text);
    });
    await place.report(pod, 'Failed', {
      terminated: {
        exitCode: 1,
        reason: 'Error',
        startedAt: pod.metadata.creationTimestamp,
        finishedAt: pod.metadata.creationTimestamp,
      },
    });
    await told(job('failed', 'stopped'));

    await place.remove(LOCUSTS, 'demo');
    await place.none(LOCUSTS, JOBS, PODS);
    const text = await eventually('every series of it has ended', async () => {
      const response = await scrape(mockCredentials.service.header());
      return !response.text.includes('name="demo"') && response.text;
    });
    expect(text).toContain('# TYPE locust_operator_job_object_state gauge\n');
  });

  it.each([
    ['a user', mockCredentials.user.header()],
    ['a service', mockCredentials.service.header()],
  ])('is for %s who may see everything', async (_, authorization) => {
    const scrape = await startBackend();
    expect((await scrape(authorization)).status).toBe(200);
  });

  it('is for everybody where it is configured so', async () => {
    const scrape = await startBackend(
      { metrics: { allowUnauthenticated: true } },
      AuthorizeResult.DENY,
    );
    const response = await scrape(mockCredentials.none.header());
    expect(response.status).toBe(200);
    expect(response.text).toContain('locust_operator_engine_reachable');
  });

  it('is refused to those who may not see everything', async () => {
    const scrape = await startBackend({}, AuthorizeResult.DENY);
    const response = await scrape(mockCredentials.user.header());
    expect(response.status).toBe(403);
    expect(response.text).not.toContain('locust_operator_');
  });

  it('is refused without credentials', async () => {
    const scrape = await startBackend();
    expect((await scrape(mockCredentials.none.header())).status).toBe(401);
  });
});
