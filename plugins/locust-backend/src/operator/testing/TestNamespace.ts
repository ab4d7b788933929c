import { KubeConfig } from '@kubernetes/client-node';
import type { LocustStatus } from 'backstage-plugin-locust-common';
import { isFailure } from '../../kube/KubeApiError';
import { KubeClient } from '../../kube/client/KubeClient';
import type { KubeObject, ResourceType } from '../../kube/KubeObject';
import { CONFIG_MAPS, JOBS, NAMESPACES, PODS } from '../../kube/ResourceTypes';
import {
  createTransport,
  type Transport,
} from '../../kube/transport/Transport';
import { ClusterEngine, type ClusterEngineOptions } from '../ClusterEngine';
import type { EngineConfig } from '../EngineConfig';
import { LOCUSTS, type RawLocust } from '../LocustObject';
import { installResourceDefinition } from '../resourceDefinition';
import { engineKubeConfig } from './engineKubeConfig';
import { eventually } from './eventually';
import { READ_TO_THE_END, ToldOutcomes } from './ToldOutcomes';

/** An object as the API server answers it; a test looks into it where it likes. */
export type Loose = KubeObject & {
  readonly spec?: any;
  readonly status?: any;
  readonly data?: any;
};

const quiet = { error() {}, warn() {}, info() {}, debug() {} };

/** Whole seconds, as in Kubernetes' own times. */
const now = () => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * A namespace of a real API server with engines that work in it. The Job, ReplicaSet and garbage collecting
 * controllers are real; there is no node, so a test reports the pods' states as a kubelet would.
 */
export class TestNamespace {
  readonly outcomes = new ToldOutcomes();
  private readonly engines: ClusterEngine[] = [];

  private constructor(
    readonly name: string,
    readonly kubeConfig: KubeConfig,
    /** Of the account that engines act as. */
    readonly engineConfig: KubeConfig,
    readonly transport: Transport,
    readonly client: KubeClient,
  ) {}

  /** @throws Error where LOCUST_TEST_KUBECONFIG does not name a control plane */
  static async create(
    file = process.env.LOCUST_TEST_KUBECONFIG,
  ): Promise<TestNamespace> {
    if (!file) {
      throw new Error(
        'Set LOCUST_TEST_KUBECONFIG to the kubeconfig of a control plane',
      );
    }
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromFile(file);
    const transport = createTransport({ kubeConfig });
    const client = new KubeClient(transport, { fieldManager: 'test' });
    await installResourceDefinition(client, new AbortController().signal);
    const name = `op-${Math.random().toString(36).slice(2, 10)}`;
    await client.create(NAMESPACES, { metadata: { name } });
    const namespace = new TestNamespace(
      name,
      kubeConfig,
      await engineKubeConfig(kubeConfig),
      transport,
      client,
    );
    // Until its controllers have seen the namespace, no pod is made in it.
    await eventually('the namespace is set up', () =>
      namespace.get(CONFIG_MAPS, 'kube-root-ca.crt'),
    );
    return namespace;
  }

  async dispose(): Promise<void> {
    await this.stopEngines();
    await this.client.delete(
      NAMESPACES,
      { name: this.name },
      { propagationPolicy: 'Background' },
    );
    await this.transport.close();
  }

  /** An engine for this namespace, or as the options say, that has seen everything there is. */
  async startEngine(
    config: Partial<EngineConfig> = {},
    options: Partial<ClusterEngineOptions> = {},
  ): Promise<ClusterEngine> {
    const engine = new ClusterEngine({
      name: 'test',
      transport: createTransport({ kubeConfig: this.engineConfig }),
      observer: this.outcomes,
      unfinished: this.outcomes,
      folders: this.outcomes,
      logger: quiet,
      ...options,
      config: {
        namespaces: [this.name],
        leaderElection: { enabled: false, namespace: this.name },
        ...config,
      },
    });
    this.engines.push(engine);
    engine.start();
    await eventually(
      'the engine is healthy',
      () => engine.health().state === 'healthy',
    );
    return engine;
  }

  /** The engines that were started and not stopped yet, well or not. */
  get running(): readonly ClusterEngine[] {
    return this.engines;
  }

  async stopEngines(): Promise<void> {
    await Promise.all(this.engines.splice(0).map(engine => engine.stop()));
  }

  async get(type: ResourceType, name: string): Promise<Loose | undefined> {
    try {
      return await this.client.get<Loose>(type, {
        namespace: this.name,
        name,
      });
    } catch (error) {
      if (isFailure(error, 'notFound')) {
        return undefined;
      }
      throw error;
    }
  }

  async list(type: ResourceType): Promise<readonly Loose[]> {
    const found: Loose[] = [];
    for await (const page of this.client.listPages<Loose>(type, {
      namespace: this.name,
    })) {
      found.push(...page.items);
    }
    return found;
  }

  /** The names of what there is of a kind. */
  async names(type: ResourceType): Promise<readonly string[]> {
    return (await this.list(type)).map(it => it.metadata.name).sort();
  }

  /** The object once it is there. */
  there(type: ResourceType, name: string): Promise<Loose> {
    return eventually(`there is a ${type.kind} ${name}`, () =>
      this.get(type, name),
    );
  }

  async gone(type: ResourceType, name: string): Promise<void> {
    await eventually(
      `the ${type.kind} ${name} is gone`,
      async () => !(await this.get(type, name)),
    );
  }

  /** Until there is nothing of these kinds. */
  async none(...types: readonly ResourceType[]): Promise<void> {
    for (const type of types) {
      await eventually(
        `there is no ${type.kind}`,
        async () => (await this.names(type)).length === 0,
      );
    }
  }

  /** Until the engine has looked at the resource as it is now. */
  async seen(name: string): Promise<LocustStatus> {
    const { metadata } = await this.there(LOCUSTS, name);
    return eventually(`the engine has seen ${name}`, async () => {
      const status = await this.status(name);
      return status.observedGeneration === metadata.generation && status;
    });
  }

  apply(
    name: string,
    spec: unknown,
    metadata: Readonly<Record<string, unknown>> = {},
  ): Promise<Loose> {
    return this.client.create<RawLocust>(LOCUSTS, {
      metadata: { ...metadata, name, namespace: this.name },
      spec,
    });
  }

  edit(name: string, spec: Readonly<Record<string, unknown>>) {
    return this.client.mergePatch(
      LOCUSTS,
      { namespace: this.name, name },
      { spec },
    );
  }

  remove(type: ResourceType, name: string) {
    return this.client.delete(
      type,
      { namespace: this.name, name },
      { propagationPolicy: 'Background' },
    );
  }

  async status(name: string): Promise<LocustStatus> {
    return ((await this.get(LOCUSTS, name))?.status ?? {}) as LocustStatus;
  }

  inPhase(name: string, phase: string): Promise<LocustStatus> {
    return eventually(`${name} is ${phase}`, async () => {
      const status = await this.status(name);
      return status.phase === phase && status;
    });
  }

  /** A Job as the CronJob controller or `kubectl create job --from` makes it. */
  jobFrom(cronJob: Loose, name: string, annotations = {}): Promise<Loose> {
    const { metadata, spec } = cronJob.spec.jobTemplate;
    return this.client.create<Loose>(JOBS, {
      metadata: {
        ...metadata,
        name,
        namespace: this.name,
        annotations: { ...metadata.annotations, ...annotations },
        ownerReferences: [
          {
            apiVersion: 'batch/v1',
            kind: 'CronJob',
            name: cronJob.metadata.name,
            uid: cronJob.metadata.uid,
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      spec,
    });
  }

  /** The master's pod of a Job, once it is made. */
  async masterPod(jobName: string): Promise<Loose> {
    const job = await this.there(JOBS, jobName);
    return eventually(`${jobName} has a pod`, async () =>
      (await this.list(PODS)).find(
        pod =>
          pod.metadata.labels?.['batch.kubernetes.io/controller-uid'] ===
          job.metadata.uid,
      ),
    );
  }

  /** What a kubelet would report of a pod. */
  async report(pod: Loose, phase: string, state: object, more: object = {}) {
    await this.client.mergePatch(
      PODS,
      { namespace: this.name, name: pod.metadata.name },
      {
        status: {
          phase,
          startTime: pod.metadata.creationTimestamp,
          containerStatuses: [
            {
              name: 'locust',
              image: 'i',
              imageID: '',
              ready: false,
              restartCount: 0,
              state,
            },
          ],
          ...more,
        },
      },
      { subresource: 'status' },
    );
  }

  /** The master of a Job begins to run, and its log to be followed. Resolves to the run's id. */
  async begin(jobName: string): Promise<string> {
    const pod = await this.masterPod(jobName);
    await this.report(pod, 'Running', { running: { startedAt: now() } });
    return eventually(
      `the log of ${jobName} is followed`,
      () =>
        this.outcomes.followed.find(it => it.podName === pod.metadata.name)
          ?.runId,
    );
  }

  /** The master of a Job ends, and its log with it; `stored: false` leaves the log unread. */
  async end(
    jobName: string,
    options: { readonly exitCode?: number; readonly stored?: boolean } = {},
  ): Promise<string> {
    const { exitCode = 0, stored = true } = options;
    const runId = await this.begin(jobName);
    if (stored) {
      this.outcomes.tell(runId, READ_TO_THE_END);
    }
    await this.report(
      await this.masterPod(jobName),
      exitCode === 0 ? 'Succeeded' : 'Failed',
      {
        terminated: {
          exitCode,
          reason: exitCode === 0 ? 'Completed' : 'Error',
          startedAt: now(),
          finishedAt: now(),
        },
      },
    );
    return runId;
  }
}
