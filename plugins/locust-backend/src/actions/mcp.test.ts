import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import {
  actionsRegistryServiceFactory,
  actionsServiceFactory,
} from '@backstage/backend-defaults/alpha';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import mcpPlugin from '@backstage/plugin-mcp-actions-backend';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { routesOver } from '../api/__testUtils__/routesOver';
import { DatabaseRunStore } from '../history/DatabaseRunStore';
import { Clusters } from '../operator/Clusters';
import { FakeEngine } from './__testUtils__/fakeEngine';
import { registerActions } from './registerActions';

jest.setTimeout(60_000);

const SHOP: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'shop',
    namespace: 'default',
    annotations: { 'locust-qa.xyz/namespace': 'load' },
  },
};

/** The actions in a backend, over a history and a cluster in which nothing runs. */
function actionsOver(
  engine: FakeEngine,
  onStore: (it: DatabaseRunStore) => void,
) {
  return createBackendPlugin({
    pluginId: 'locust',
    register(env) {
      env.registerInit({
        deps: {
          registry: actionsRegistryServiceRef,
          database: coreServices.database,
          logger: coreServices.logger,
        },
        async init({ registry, database, logger }) {
          const store = await DatabaseRunStore.create({ database, logger });
          const { parts } = await routesOver(store, {
            entities: [SHOP],
            clusters: new Clusters([
              { kind: 'engine', name: 'local', engine: engine.engine },
            ]),
          });
          registerActions({ ...parts, registry, runUrl: () => undefined });
          onStore(store);
        },
      });
    },
  });
}

describe('An assistant over MCP', () => {
  const engine = new FakeEngine();
  let backend: TestBackend;
  let store: DatabaseRunStore;
  let client: Client;

  beforeAll(async () => {
    backend = await startTestBackend({
      features: [
        mockServices.rootConfig.factory({
          data: { backend: { actions: { pluginSources: ['locust'] } } },
        }),
        actionsRegistryServiceFactory,
        actionsServiceFactory,
        mcpPlugin,
        actionsOver(engine, it => {
          store = it;
        }),
      ],
    });
    client = new Client({ name: 'test', version: '1' });
    await client.connect(
      new StreamableHTTPClientTransport(
        new URL(`http://localhost:${backend.server.port()}/api/mcp-actions/v1`),
        {
          requestInit: {
            headers: {
              Authorization: mockCredentials.user.header('user:default/ada'),
            },
          },
        },
      ),
    );
  });

  afterAll(async () => {
    await client.close();
    await backend.stop();
  });

  it('is offered every action, with what it does to the world', async () => {
    const { tools } = await client.listTools();
    expect(
      tools.map(({ name, annotations }) => [
        name,
        annotations?.readOnlyHint,
        annotations?.destructiveHint,
      ]),
    ).toEqual([
      ['locust.list-runs', true, false],
      ['locust.get-run-outcome', true, false],
      ['locust.compare-runs', true, false],
      ['locust.start-run', false, false],
      ['locust.stop-run', false, true],
      ['locust.list-tests', true, false],
      ['locust.create-schedule', false, false],
    ]);
  });

  it('starts a run in the name of who it works for, and gets its verdict', async () => {
    const started = await client.callTool({
      name: 'locust.start-run',
      arguments: {
        name: 'smoke',
        entityRef: 'component:default/shop',
        spec: { users: 5, locustfile: { inline: 'a = 1' } },
      },
    });
    const { run } = started.structuredContent as any;
    expect(run).toMatchObject({
      phase: 'queued',
      requestedBy: 'user:default/ada',
    });
    await store.progress(run.id, { phase: 'finished', verdict: 'passed' });
    const { structuredContent } = await client.callTool({
      name: 'locust.get-run-outcome',
      arguments: { runId: run.id, waitSeconds: 10 },
    });
    expect(structuredContent).toMatchObject({
      run: { phase: 'finished', verdict: 'passed' },
    });
  });

  it('is told in words what was refused', async () => {
    const { isError, content } = await client.callTool({
      name: 'locust.start-run',
      arguments: { name: 'smoke', spec: { users: -1 } },
    });
    expect(isError).toBe(true);
    expect(JSON.stringify(content)).toContain(
      'namespace: nothing says where the load tests of no entity may run',
    );
  });
});
