import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { locustPermissions } from 'backstage-plugin-locust-common';
import { createRouter } from './api/createRouter';
import { RequestContext } from './api/RequestContext';
import { RequestedFolders } from './api/RequestedFolders';
import { RunAccess } from './api/RunAccess';
import { RunCommands } from './api/RunCommands';
import { RunEnds } from './api/RunEnds';
import { runSource } from './api/runSource';
import { TestViews } from './api/TestViews';
import { readLocustConfig } from './config/LocustConfig';
import { buildClusters } from './buildClusters';
import { EntityDirectory } from './entities/EntityDirectory';
import { entityOf } from './entities/entityOf';
import { ownerOf, ownerOfRun } from './entities/ownerOf';
import { RepositoryLocustfiles } from './entities/RepositoryLocustfiles';
import { targetsOf } from './entities/EntityTargets';
import { DatabaseRunStore } from './history/DatabaseRunStore';
import { scheduleHistoryUpkeep } from './history/scheduleHistoryUpkeep';
import { EngineMeter } from './metrics/EngineMeter';
import { LocustMetrics } from './metrics/LocustMetrics';
import { metricsRouter } from './metrics/metricsRouter';
import {
  publishEngineMetrics,
  reconcileDurations,
} from './metrics/publishEngineMetrics';
import { systemClock } from './kube/Clock';
import { errorMessage } from './kube/KubeApiError';
import { readRunPicture } from './live/readRunPicture';
import { RunLiveHub } from './live/RunLiveHub';
import { RunSignals } from './live/RunSignals';
import { tellingRunStore } from './live/tellingRunStore';
import { isRunGone } from './operator/isRunGone';
import type { LocustObject } from './operator/LocustObject';
import { Authorizer } from './policy/Authorizer';
import { GuardrailBook } from './policy/GuardrailBook';

/**
 * The Locust backend plugin: the operator that runs `Locust` resources, and the portal's API to them.
 *
 * @public
 */
export const locustPlugin = createBackendPlugin({
  pluginId: 'locust',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        urlReader: coreServices.urlReader,
      },
      async init({
        auditor,
        auth,
        catalog,
        config: rootConfig,
        database,
        httpAuth,
        httpRouter,
        lifecycle,
        logger,
        metrics: metricsService,
        permissions,
        permissionsRegistry,
        scheduler,
        signals: signalsService,
        urlReader,
      }) {
        const config = readLocustConfig(rootConfig);
        const store = await DatabaseRunStore.create({ database, logger });
        const signals = new RunSignals({
          signals: signalsService,
          clock: systemClock,
          onFailure: error =>
            logger.debug(`A signal was not sent: ${errorMessage(error)}`),
        });
        const recordedRuns = tellingRunStore(store, entityRef =>
          signals.changed(entityRef),
        );
        const directory = new EntityDirectory({
          catalog,
          auth,
          logger,
          targetsOf: entity => targetsOf(entity, config),
          all: config.defaultNamespace !== undefined,
          now: () => performance.now(),
        });
        const entityRefOf = entityOf(directory);
        const onDuration = reconcileDurations(metricsService);
        const meters = new Map(
          config.clusters.map(({ name }) => [
            name,
            new EngineMeter(name, seconds => onDuration(name, seconds)),
          ]),
        );
        const guardrails = new GuardrailBook(config.guardrails);
        const ownerOfLocust = ownerOf(
          directory,
          entityRefOf,
          config.namespaceOwners,
        );
        const ownerOfAnyRun = ownerOfRun(directory, config.namespaceOwners);
        const placeOf = (cluster: string, locust: LocustObject) => ({
          cluster,
          namespace: locust.metadata.namespace,
          owner: ownerOfLocust(cluster, locust),
        });
        const clusters = buildClusters({
          config,
          store: recordedRuns,
          logger,
          entityRefOf,
          ownerOf: ownerOfLocust,
          guardrailsOf: (cluster, locust) =>
            guardrails.of(placeOf(cluster, locust)),
          meterOf: name => meters.get(name)!,
        });
        const metrics = new LocustMetrics(clusters, meters);
        publishEngineMetrics(metricsService, metrics);
        const tests = new TestViews({
          store,
          entityRefOf,
          ownerOfRun: ownerOfAnyRun,
          now: () => new Date(),
        });

        permissionsRegistry.addPermissions(locustPermissions);
        const authorizer = new Authorizer(permissions);
        const context = new RequestContext({
          httpAuth,
          catalog,
          targetsOf: entity => targetsOf(entity, config),
          fallback: {
            cluster: config.clusters[0].name,
            namespace: config.defaultNamespace,
          },
          guardrails,
          namespaceOwners: config.namespaceOwners,
        });
        const repository = new RepositoryLocustfiles({
          urlReader,
          integrations: ScmIntegrations.fromConfig(rootConfig),
        });
        const runs = new RunAccess({ store, authorizer, context });
        const live = new RunLiveHub({
          read: (id, before) =>
            readRunPicture(runSource(runs, store), id, before),
          isComplete: id => store.isComplete(id),
          clock: systemClock,
          onFailure: (id, error) =>
            logger.warn(
              `Run ${id} is not streamed any more, for it cannot be read: ${errorMessage(
                error,
              )}`,
            ),
        });
        if (config.openMetrics) {
          httpRouter.addAuthPolicy({
            path: '/metrics',
            allow: 'unauthenticated',
          });
        }
        httpRouter.use(
          metricsRouter(metrics, async request => {
            if (!config.openMetrics) {
              await authorizer.requireAdmin(await context.caller(request));
            }
          }),
        );
        httpRouter.use(
          await createRouter(
            {
              clusters,
              store,
              runs,
              ends: new RunEnds({ read: id => runs.now(id) }),
              live,
              authorizer,
              context,
              commands: new RunCommands({
                clusters,
                store,
                tests,
                folders: new RequestedFolders({
                  archive: store.locustfiles,
                  repository,
                }),
              }),
              repository,
              tests,
              entityRefOf,
              guardrails,
              placeOf,
              ownerOfRun: ownerOfAnyRun,
              auditor,
              config,
              clock: systemClock,
              signals,
            },
            { validateResponses: process.env.NODE_ENV === 'test' },
          ),
        );

        await directory.schedule(scheduler);
        await scheduleHistoryUpkeep({
          scheduler,
          store,
          policy: config.retention,
          isGone: run => isRunGone(run, clusters.engines),
          logger,
          now: () => new Date(),
        });
        lifecycle.addStartupHook(async () => {
          clusters.start();
        });
        lifecycle.addShutdownHook(() => live.close());
        lifecycle.addShutdownHook(() => clusters.stop());
      },
    });
  },
});
