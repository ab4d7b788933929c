import { KubeApiError } from '../kube/KubeApiError';
import type { ResourceType } from '../kube/KubeObject';
import { CRON_JOBS, JOBS, REPLICA_SETS } from '../kube/ResourceTypes';
import { createTransport, type Transport } from '../kube/transport/Transport';
import { eventually } from './testing/eventually';
import { TestNamespace } from './testing/TestNamespace';

jest.setTimeout(120_000);

const DEFINITIONS: ResourceType = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  plural: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  namespaced: false,
};

const LOCUST_DEFINITION = 'locusts.locust-qa.xyz';

describe('what the engine finds in a cluster', () => {
  let place: TestNamespace;

  beforeEach(async () => {
    place = await TestNamespace.create();
  });

  afterEach(() => place.dispose());

  /** As API servers answer that do not have the feature, or have it turned off. */
  function withoutStreamingLists(transport: Transport): Transport {
    return {
      server: transport.server,
      request: request => transport.request(request),
      stream: async request => {
        if (request.query?.sendInitialEvents !== undefined) {
          throw KubeApiError.fromStatus(
            request.intent ?? { verb: 'watch', resource: request.path },
            422,
            {
              kind: 'Status',
              reason: 'Invalid',
              message:
                'sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled',
            },
          );
        }
        return transport.stream(request);
      },
      close: () => transport.close(),
    };
  }

  it('an API server without streaming lists: what there is is listed, then watched', async () => {
    await place.apply('before', {});
    await place.apply('nightly', { schedule: '0 3 29 2 *' });
    const engine = await place.startEngine(
      // So that every kind is listed that may be.
      { networkPolicy: { destinations: [] } },
      {
        transport: withoutStreamingLists(
          createTransport({ kubeConfig: place.engineConfig }),
        ),
      },
    );
    await place.there(REPLICA_SETS, 'replicaset-before');
    await place.there(CRON_JOBS, 'cronjob-nightly');
    await place.apply('after', {});
    await place.end('job-before');
    await place.inPhase('before', 'Finished');
    await place.there(JOBS, 'job-after');
    expect(engine.health().state).toBe('healthy');
  });

  it('a CronJob of the same name that is not ours: it is left alone, and the status says so', async () => {
    const foreign = await place.client.create(CRON_JOBS, {
      metadata: { name: 'cronjob-nightly', namespace: place.name },
      spec: {
        schedule: '0 0 1 1 *',
        jobTemplate: {
          spec: {
            template: {
              spec: {
                restartPolicy: 'Never',
                containers: [{ name: 'main', image: 'none' }],
              },
            },
          },
        },
      },
    });
    await place.startEngine();
    await place.apply('nightly', { schedule: '0 3 29 2 *' });
    await eventually('the status tells of the conflict', async () =>
      (
        await place.status('nightly')
      ).message?.includes('There is a CronJob "cronjob-nightly" already'),
    );
    const there = await place.there(CRON_JOBS, 'cronjob-nightly');
    expect(there.metadata).toEqual(foreign.metadata);
  });

  it('no definition of the resource: it installs its own where it is told to, and goes on', async () => {
    await place.client.delete(
      DEFINITIONS,
      { name: LOCUST_DEFINITION },
      { propagationPolicy: 'Background' },
    );
    await eventually('the definition is gone', async () => {
      for await (const page of place.client.listPages(DEFINITIONS)) {
        if (page.items.some(it => it.metadata.name === LOCUST_DEFINITION)) {
          return false;
        }
      }
      return true;
    });
    const engine = await place.startEngine({ installCrd: true });
    await place.apply('demo', {});
    await place.there(JOBS, 'job-demo');
    expect(engine.health().state).toBe('healthy');
  });
});
