import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { locustPermissions } from 'backstage-plugin-locust-common';
import { locustPolicyExtensionPoint } from 'backstage-plugin-locust-node';
import { registerActions } from './actions/registerActions';
import { createRouter } from './api/createRouter';
import { RequestContext } from './api/RequestContext';
import type { RouterParts } from './api/RouterParts';
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
import { FreezeBook } from './freezes/FreezeBook';
import { DatabaseProbe } from './health/DatabaseProbe';
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
import { RunChanges } from './live/RunChanges';
import { RunLiveHub } from './live/RunLiveHub';
import { RunSignals } from './live/RunSignals';
import { tellingRunStore } from './live/tellingRunStore';
import { selfCheckReplica } from './operator/inspection/selfCheck';
import { isRunGone } from './operator/isRunGone';
import type { LocustObject } from './operator/LocustObject';
import { OwnerNotifier } from './notifications/OwnerNotifier';
import { scheduleNotifications } from './notifications/scheduleNotifications';
import { watchedSchedules } from './notifications/WatchedSchedule';
import { quotaOfOwner } from './runs/OwnerLimits';
import { Authorizer } from './policy/Authorizer';
import { GuardrailBook } from './policy/GuardrailBook';
import { PolicyRules } from './policy/PolicyRules';
import { RuleRegister } from './policy/RuleRegister';
import { PortalGate } from './gate/PortalGate';

/**
 * The Locust backend plugin: the operator that runs `Locust` resources, and the portal's API to them.
 *
 * @public
 */
export const locustPlugin = createBackendPlugin({
  pluginId: 'locust',
  register(env) {
    const register = new RuleRegister();
    env.registerExtensionPoint(locustPolicyExtensionPoint, register);
    env.registerInit({
      deps: {
        actions: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        urlReader: coreServices.urlReader,
      },
      async init({
        actions,
        auditor,
        auth,
        catalog,
        config: rootConfig,
        database,
        events,
        httpAuth,
        httpRouter,
        lifecycle,
        logger,
        metrics: metricsService,
        notifications,
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
        const portal = rootConfig
          .getOptionalString('app.baseUrl')
          ?.replace(/\/$/, '');
        const runUrl = (id: string) => portal && `${portal}/locust/runs/${id}`;
        const changes = new RunChanges({
          take: id => store.untold.take(id),
          thresholdsOf: async id => (await store.marks.get(id))?.thresholds,
          events,
          runUrl,
          onFailure: (id, error) =>
            logger.warn(
              `Nobody was told what became of run ${id}: ${errorMessage(
                error,
              )}`,
            ),
        });
        const recordedRuns = tellingRunStore(store, (entityRef, id) => {
          signals.changed(entityRef);
          if (id) {
            changes.changed(id);
          }
        });
        const directory = new EntityDirectory({
          catalog,
          auth,
          logger,
          targetsOf: entity => targetsOf(entity, config),
          all: config.defaultNamespace !== undefined,
          now: () => performance.now(),
          wall: () => Date.now(),
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
        const whoseRun = ownerOfRun(directory, config.namespaceOwners);
        const rules = new PolicyRules({
          rules: register.rules,
          clock: systemClock,
          logger,
        });
        const ownerOfLocust = ownerOf(
          directory,
          entityRefOf,
          config.namespaceOwners,
        );
        const placeOf = (cluster: string, locust: LocustObject) => ({
          cluster,
          namespace: locust.metadata.namespace,
          owner: ownerOfLocust(cluster, locust),
        });
        const freezes = new FreezeBook({
          windows: config.freezes,
          declared: now => store.freezes.current(now),
          clock: systemClock,
          onFailure: message =>
            logger.warn(
              `The declared freezes could not be read, and those known before stay: ${message}`,
            ),
        });
        const guardrailsOf = (cluster: string, locust: LocustObject) =>
          guardrails.of(placeOf(cluster, locust));
        const clusters = buildClusters({
          config,
          store: recordedRuns,
          logger,
          entityRefOf,
          ownerOf: ownerOfLocust,
          gateOf: cluster =>
            new PortalGate({
              freezes,
              admitted: store.admitted,
              quotaOf: owner =>
                quotaOfOwner(owner, config.ownerLimits, config.ownerQuota),
              placeOf: locust => placeOf(cluster, locust),
              now: () => new Date(),
            }),
          guardrailsOf,
          askRules: rules.isEmpty
            ? undefined
            : (request, signal) => rules.ask(request, signal),
          meterOf: name => meters.get(name)!,
        });
        freezes.onChange(() => clusters.engines.forEach(it => it.lookAgain()));
        const probe = new DatabaseProbe({
          ping: () => store.ping(),
          clock: systemClock,
        });
        const askedSince = systemClock.wall();
        const replicaFindings = () =>
          selfCheckReplica({
            now: systemClock.wall(),
            database: probe.database,
            catalog: {
              hasRead: directory.hasRead,
              failure: directory.failure,
              askedSince,
            },
          });
        const metrics = new LocustMetrics(clusters, meters, replicaFindings);
        publishEngineMetrics(metricsService, metrics);
        const tests = new TestViews({
          store,
          entityRefOf,
          ownerOfRun: whoseRun,
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
          freezes,
          watchedIn: name =>
            config.clusters.find(it => it.name === name)?.namespaces ?? [],
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
        httpRouter.addAuthPolicy({ path: '/health', allow: 'unauthenticated' });
        httpRouter.use(
          metricsRouter(metrics, async request => {
            if (!config.openMetrics) {
              await authorizer.requireAdmin(await context.caller(request));
            }
          }),
        );
        const parts: RouterParts = {
          clusters,
          store,
          runs,
          ends: new RunEnds({ read: id => runs.now(id) }),
          live,
          authorizer,
          context,
          commands: new RunCommands({
            clusters,
            store: recordedRuns,
            tests,
            folders: new RequestedFolders({
              archive: store.locustfiles,
              repository,
            }),
            rules,
          }),
          repository,
          tests,
          entityRefOf,
          guardrails,
          freezes: { book: freezes, declared: store.freezes },
          rules,
          placeOf,
          ownerOfRun: whoseRun,
          auditor,
          config,
          replicaFindings,
          clock: systemClock,
          signals,
        };
        httpRouter.use(
          await createRouter(parts, {
            validateResponses: process.env.NODE_ENV === 'test',
          }),
        );
        registerActions({ ...parts, registry: actions, runUrl });

        await directory.schedule(scheduler);
        await scheduleHistoryUpkeep({
          scheduler,
          store,
          policy: config.retention,
          isGone: run => isRunGone(run, clusters.engines),
          logger,
          now: () => new Date(),
        });
        await scheduleNotifications(
          scheduler,
          new OwnerNotifier({
            states: store.toldStates,
            notifications,
            ownerOf: whoseRun,
            knowsOwners: () => directory.hasRead,
            schedules: () =>
              watchedSchedules(clusters.engines, entityRefOf, new Date()),
            now: () => new Date(),
            logger,
          }),
        );
        const stopping = new AbortController();
        lifecycle.addStartupHook(async () => {
          await freezes.start();
          clusters.start();
          void probe.run(stopping.signal);
        });
        lifecycle.addShutdownHook(() => stopping.abort());
        lifecycle.addShutdownHook(() => live.close());
        lifecycle.addShutdownHook(() => freezes.stop());
        lifecycle.addShutdownHook(() => clusters.stop());
      },
    });
  },
});
