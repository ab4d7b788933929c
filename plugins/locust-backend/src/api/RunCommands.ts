import {
  ConflictError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { Entity } from '@backstage/catalog-model';
import {
  ANNOTATIONS,
  type Guardrails,
  guardrailProblems,
  isTerminalPhase,
  LABELS,
  type LocustSpec,
  normalizeLocustSpec,
  type Run,
  type Test,
  type TestDefinition,
  type TestUpdate,
} from 'backstage-plugin-locust-common';
import type { RunStore } from '../runs/RunStore';
import { isFailure } from '../kube/KubeApiError';
import { CONFIG_MAPS, CRON_JOBS, JOBS } from '../kube/ResourceTypes';
import type { KubeObject } from '../kube/KubeObject';
import { mergePatchBetween } from '../kube/mergePatchBetween';
import { gitOpsTracker } from '../operator/gitOpsTracker';
import { testOf } from '../operator/children/childMetadata';
import type { Clusters } from '../operator/Clusters';
import { jobFromSchedule, type RawSchedule } from '../operator/jobFromSchedule';
import { cronJobName } from '../operator/names';
import {
  type LocustObject,
  LOCUSTS,
  type RawLocust,
} from '../operator/LocustObject';
import type { PolicyRules } from '../policy/PolicyRules';
import { askRules, type RuleAsker, ruleRequest } from './askRules';
import {
  assertNoProblems,
  checkRequest,
  checkSpec,
  type LocustManifest,
  locustManifest,
  REQUEST_HASH,
} from './LocustManifest';
import { folderHashOf, type RequestedFolders } from './RequestedFolders';
import type { TestViews } from './TestViews';
import { inCluster } from './toHttpError';

/** Where a request goes and who makes it, settled by the route. */
export interface CommandContext {
  readonly cluster: string;
  readonly namespace: string;
  readonly entityRef?: string;
  /** As the caller sees it. */
  readonly readEntity?: () => Promise<Entity>;
  readonly requestedBy?: string;
  /** Entity reference of who answers for it, where anybody does. */
  readonly owner?: string;
  /** What is allowed where it goes. */
  readonly guardrails: Guardrails;
  /** Bound to the caller, so that two people's keys never meet. */
  readonly idempotencyKey?: string;
  /** What was asked for under the key, where the spec says more than that. */
  readonly asked?: unknown;
}

/** Names the ConfigMaps that a spec needs before anything may be made. */
function neededConfigMaps(
  spec: Readonly<Record<string, unknown>>,
): readonly { readonly field: string; readonly name: string }[] {
  const { configMapRef, mountExternalConfig, locustfile, envFrom, mounts } =
    normalizeLocustSpec(spec);
  const fileFrom =
    locustfile && 'configMap' in locustfile ? locustfile : undefined;
  return [
    { field: 'spec.configMapRef', name: configMapRef },
    { field: 'spec.mountExternalConfig.name', name: mountExternalConfig?.name },
    { field: 'spec.locustfile.configMap', name: fileFrom?.configMap },
    ...(envFrom ?? []).map((source, index) => ({
      field: `spec.envFrom[${index}].configMapRef.name`,
      name: source.configMapRef?.optional
        ? undefined
        : source.configMapRef?.name,
    })),
    ...(mounts ?? []).map((mount, index) => ({
      field: `spec.mounts[${index}].configMap`,
      name: mount.configMap,
    })),
  ].flatMap(({ field, name }) => (name ? [{ field, name }] : []));
}

/** How often an update is tried again while the status is written beside it. */
const UPDATE_ATTEMPTS = 5;

function assertChangeable(
  live: LocustObject,
  seen: { readonly uid: string; readonly generation: number },
): void {
  const { namespace, name, uid, generation } = live.metadata;
  const tracker = gitOpsTracker(live);
  if (tracker) {
    throw new ConflictError(
      `${tracker} keeps the test ${namespace}/${name} as it is in git and would undo the change; change it there instead`,
    );
  }
  if (uid !== seen.uid) {
    throw new ConflictError(
      `The test ${namespace}/${name} was deleted and made again meanwhile; open the one that is there now`,
    );
  }
  if (generation !== seen.generation) {
    throw new ConflictError(
      `The test ${namespace}/${name} was changed meanwhile; open it again, and make your change to what is there now`,
    );
  }
}

/** What people do to runs and tests: each writes the cluster first and the database after. */
export class RunCommands {
  constructor(
    private readonly parts: {
      readonly clusters: Clusters;
      readonly store: RunStore;
      readonly tests: TestViews;
      readonly folders: RequestedFolders;
      readonly rules: PolicyRules;
    },
  ) {}

  /** Starts a one-off run. The same idempotency key with the same body answers with the run it made. */
  async start(
    definition: TestDefinition,
    context: CommandContext,
  ): Promise<Run> {
    const manifest = this.#manifest(definition, context, false);
    await this.#heedRulesOnce('run', manifest, context);
    const engine = this.parts.clusters.engine(context.cluster);
    const locust = await this.#create(context, manifest);
    const run = engine.runOf(locust, context.entityRef);
    await this.parts.store.begin(run);
    const stored = await this.parts.store.get(run.id);
    if (!stored) {
      throw new NotFoundError(
        `The run of ${context.namespace}/${manifest.metadata.name} was deleted`,
      );
    }
    return stored;
  }

  /** Puts a test on a schedule. */
  async schedule(
    definition: TestDefinition,
    context: CommandContext,
  ): Promise<Test> {
    const manifest = this.#manifest(definition, context, true);
    await this.#heedRulesOnce('schedule', manifest, context);
    const locust = await this.#create(context, manifest);
    return this.parts.tests.of(context.cluster, locust);
  }

  /** Starts a run of a scheduled test beside its schedule. The same idempotency key answers with the run it made. */
  async trigger(
    cluster: string,
    locust: LocustObject,
    context: Pick<
      CommandContext,
      'entityRef' | 'owner' | 'requestedBy' | 'idempotencyKey' | 'guardrails'
    >,
  ): Promise<Run> {
    assertNoProblems(guardrailProblems(locust.spec, context.guardrails));
    await this.#heedRules('run', testOf(locust), locust.spec, {
      ...context,
      cluster,
      namespace: locust.metadata.namespace,
    });
    const engine = this.parts.clusters.engine(cluster);
    const schedule = await this.#cronJob(cluster, locust);
    const manifest = jobFromSchedule(schedule, {
      requestedBy: context.requestedBy,
      // A key names a request about one test.
      idempotencyKey:
        context.idempotencyKey &&
        `${context.idempotencyKey}\n${locust.metadata.uid}`,
    });
    const job = await inCluster(cluster, () =>
      engine.client.create<KubeObject>(JOBS, manifest).catch(error => {
        if (!isFailure(error, 'alreadyExists')) {
          throw error;
        }
        return engine.client.get<KubeObject>(JOBS, manifest.metadata);
      }),
    );
    const run = engine.runOfJob(locust, job, context.entityRef);
    await this.parts.store.begin(run);
    const stored = await this.parts.store.get(run.id);
    if (!stored) {
      throw new NotFoundError(
        `The run of ${run.namespace}/${run.jobName} was deleted`,
      );
    }
    return stored;
  }

  /** Asks a run to stop. Its end is the engine's to record. */
  async stop(run: Run): Promise<Run> {
    if (isTerminalPhase(run.phase)) {
      throw new ConflictError(
        `This run has already ended (${run.phase}); there is nothing to stop`,
      );
    }
    const engine = this.parts.clusters.engine(run.cluster);
    const oneOff = !run.spec.schedule;
    await inCluster(run.cluster, async () => {
      if (oneOff) {
        await engine.client.mergePatch(
          LOCUSTS,
          { namespace: run.namespace, name: run.name },
          { spec: { stop: true } },
        );
      } else {
        await engine.client.mergePatch(
          JOBS,
          { namespace: run.namespace, name: this.#jobName(run) },
          { metadata: { annotations: { [ANNOTATIONS.stop]: 'true' } } },
        );
      }
    });
    await this.parts.store.progress(run.id, { phase: 'stopping' });
    return (await this.parts.store.get(run.id)) ?? run;
  }

  /** Removes a run's record and, of a one-off, its resource. */
  async delete(run: Run): Promise<void> {
    if (!isTerminalPhase(run.phase)) {
      throw new ConflictError(
        'This run has not ended; stop it first, then delete it',
      );
    }
    if (!run.spec.schedule) {
      await this.#deleteResource(run);
    }
    await this.parts.store.delete(run.id);
  }

  async deleteTest(cluster: string, locust: LocustObject): Promise<void> {
    const { namespace, name, uid } = locust.metadata;
    await inCluster(cluster, () =>
      this.parts.clusters
        .engine(cluster)
        .client.delete(
          LOCUSTS,
          { namespace, name },
          { propagationPolicy: 'Background', uid },
        ),
    );
  }

  /**
   * Writes the spec of a scheduled test anew.
   *
   * @throws ConflictError where it was changed since it was read, or where a tool would undo the change
   */
  async updateTest(
    cluster: string,
    locust: LocustObject,
    { generation, spec }: TestUpdate,
    {
      readEntity,
      guardrails,
      ...who
    }: Pick<
      CommandContext,
      'entityRef' | 'owner' | 'requestedBy' | 'readEntity' | 'guardrails'
    >,
  ): Promise<Test> {
    assertNoProblems(
      checkSpec({ spec, scheduled: true, guardrails, before: locust.spec }),
    );
    const { namespace, name, uid } = locust.metadata;
    await this.#heedRules(
      'schedule',
      testOf(locust),
      normalizeLocustSpec(spec),
      { ...who, cluster, namespace },
    );
    if (folderHashOf(spec) !== folderHashOf(locust.spec)) {
      await this.parts.folders.keep(spec, who.entityRef, readEntity);
    }
    const engine = this.parts.clusters.engine(cluster);
    await this.#requireConfigMaps(cluster, namespace, spec);
    const changed = await inCluster(cluster, async () => {
      for (let attempt = 1; ; attempt++) {
        const live = engine.decode(
          await engine.client.get<RawLocust>(LOCUSTS, { namespace, name }),
        );
        assertChangeable(live, { uid, generation });
        const patch = mergePatchBetween(live.writtenSpec, spec);
        if (!patch) {
          return live;
        }
        try {
          return engine.decode(
            await engine.client.mergePatch<RawLocust>(
              LOCUSTS,
              { namespace, name },
              { spec: patch },
              { uid, resourceVersion: live.metadata.resourceVersion },
            ),
          );
        } catch (error) {
          // The engine writes the status at any time, which counts as another version but changes no spec.
          if (!isFailure(error, 'conflict') || attempt === UPDATE_ATTEMPTS) {
            throw error;
          }
        }
      }
    });
    return this.parts.tests.of(cluster, changed);
  }

  async suspendTest(
    cluster: string,
    locust: LocustObject,
    suspend: boolean,
  ): Promise<Test> {
    const { namespace, name } = locust.metadata;
    const engine = this.parts.clusters.engine(cluster);
    const changed = await inCluster(cluster, () =>
      engine.client.mergePatch<RawLocust>(
        LOCUSTS,
        { namespace, name },
        { spec: { suspend } },
      ),
    );
    return this.parts.tests.of(cluster, engine.decode(changed));
  }

  #manifest(
    definition: TestDefinition,
    context: CommandContext,
    scheduled: boolean,
  ): LocustManifest {
    const request = {
      ...context,
      test: definition.name,
      spec: definition.spec,
      scheduled,
    };
    assertNoProblems(checkRequest(request));
    return locustManifest(request);
  }

  /**
   * Has a company's own rules agree, unless the same request was carried out before: what it made is there, and they may
   * say something else by now.
   */
  async #heedRulesOnce(
    subject: 'run' | 'schedule',
    manifest: LocustManifest,
    context: CommandContext,
  ): Promise<void> {
    if (this.parts.rules.isEmpty) {
      return;
    }
    const { name, namespace, labels, annotations } = manifest.metadata;
    const asked = annotations[REQUEST_HASH];
    const made =
      asked && (await this.#find(context.cluster, { namespace, name }));
    if (made && made.metadata.annotations?.[REQUEST_HASH] === asked) {
      return;
    }
    await this.#heedRules(
      subject,
      labels[LABELS.test],
      normalizeLocustSpec(manifest.spec),
      context,
    );
  }

  /** @throws InputError with what they refuse, ServiceUnavailableError where one could not be asked */
  async #heedRules(
    subject: 'run' | 'schedule',
    test: string,
    spec: LocustSpec,
    asker: RuleAsker,
  ): Promise<void> {
    assertNoProblems(
      await askRules(this.parts.rules, ruleRequest(subject, test, spec, asker)),
    );
  }

  /** Live, for a Job is to be made of the template as it is now. */
  async #cronJob(cluster: string, locust: LocustObject): Promise<RawSchedule> {
    const { namespace, name, uid } = locust.metadata;
    const schedule = await inCluster(cluster, () =>
      this.parts.clusters
        .engine(cluster)
        .client.get<RawSchedule>(CRON_JOBS, {
          namespace,
          name: cronJobName(name),
        })
        .catch(error => {
          if (isFailure(error, 'notFound')) {
            return undefined;
          }
          throw error;
        }),
    );
    if (!schedule?.metadata.ownerReferences?.some(it => it.uid === uid)) {
      throw new ConflictError(
        `The test ${namespace}/${name} has no CronJob yet to start a run from; ${
          locust.status.message ?? 'try again in a moment'
        }`,
      );
    }
    return schedule;
  }

  #jobName(run: Run): string {
    if (!run.jobName) {
      throw new ConflictError('This run has no Job yet; try again in a moment');
    }
    return run.jobName;
  }

  async #create(
    { cluster, entityRef, readEntity }: CommandContext,
    manifest: LocustManifest,
  ): Promise<LocustObject> {
    const engine = this.parts.clusters.engine(cluster);
    await this.#requireConfigMaps(
      cluster,
      manifest.metadata.namespace,
      manifest.spec,
    );
    const ref = {
      namespace: manifest.metadata.namespace,
      name: manifest.metadata.name,
    };
    const asked = manifest.metadata.annotations[REQUEST_HASH];
    try {
      await this.parts.folders.keep(manifest.spec, entityRef, readEntity);
    } catch (error) {
      // The repository may have moved on between a request and the same one again.
      const made = asked && (await this.#find(cluster, ref));
      if (made && made.metadata.annotations?.[REQUEST_HASH] === asked) {
        return engine.decode(made);
      }
      throw error;
    }
    try {
      return engine.decode(
        await engine.client.create<RawLocust>(LOCUSTS, manifest),
      );
    } catch (error) {
      if (!isFailure(error, 'alreadyExists')) {
        return await inCluster(cluster, () => Promise.reject(error));
      }
      const existing = await inCluster(cluster, () =>
        engine.client.get<RawLocust>(LOCUSTS, ref),
      );
      if (asked && existing.metadata.annotations?.[REQUEST_HASH] === asked) {
        return engine.decode(existing);
      }
      throw new ConflictError(
        asked
          ? 'This idempotency key was used for another request; use a new key for a new request'
          : `There is already a test "${ref.name}" in namespace "${ref.namespace}" of cluster "${cluster}"; choose another name`,
      );
    }
  }

  async #find(
    cluster: string,
    ref: { readonly namespace: string; readonly name: string },
  ): Promise<RawLocust | undefined> {
    const { client } = this.parts.clusters.engine(cluster);
    return inCluster(cluster, () =>
      client.get<RawLocust>(LOCUSTS, ref).catch(error => {
        if (isFailure(error, 'notFound')) {
          return undefined;
        }
        throw error;
      }),
    );
  }

  /** Refused here rather than left to the engine, so that the form can say it at the field. */
  async #requireConfigMaps(
    cluster: string,
    namespace: string,
    spec: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { client } = this.parts.clusters.engine(cluster);
    const missing = await Promise.all(
      neededConfigMaps(spec).map(async ({ field, name }) => {
        try {
          await client.get(CONFIG_MAPS, { namespace, name });
          return [];
        } catch (error) {
          if (isFailure(error, 'notFound')) {
            return [
              {
                field,
                message: `There is no ConfigMap "${name}" in namespace "${namespace}"; create it first, or name one that is there`,
              },
            ];
          }
          if (isFailure(error, 'forbidden')) {
            return []; // The engine cannot look either; the pod's own state will tell.
          }
          return await inCluster(cluster, () => Promise.reject(error));
        }
      }),
    );
    assertNoProblems(missing.flat());
  }

  async #deleteResource(run: Run): Promise<void> {
    const engine = this.parts.clusters.engine(run.cluster);
    const ref = { namespace: run.namespace, name: run.name };
    try {
      const existing = await engine.client.get<RawLocust>(LOCUSTS, ref);
      // The name may have been taken again by a resource whose run this is not.
      if (engine.runOf(engine.decode(existing), undefined).id !== run.id) {
        return;
      }
      await engine.client.delete(LOCUSTS, ref, {
        propagationPolicy: 'Background',
        uid: existing.metadata.uid,
      });
    } catch (error) {
      if (isFailure(error, 'notFound')) {
        return;
      }
      if (isFailure(error, 'unreachable', 'timeout')) {
        throw new ServiceUnavailableError(
          `Cluster "${run.cluster}" cannot be reached, so the run's resource cannot be deleted; nothing was deleted, try again later`,
          error,
        );
      }
      await inCluster(run.cluster, () => Promise.reject(error));
    }
  }
}
