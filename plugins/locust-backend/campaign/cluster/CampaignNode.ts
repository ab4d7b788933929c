import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiClient } from './ApiClient';
import type { ClusterMirror } from './ClusterMirror';
import type { KubeJson } from './KubeJson';
import { PrintedLog } from './PrintedLog';

const NODE = 'campaign-node';

/** What a master of a plan does once its pod runs. */
export type MasterProgram = (master: RunningMaster) => void;

/** A master's container while it runs. */
export interface RunningMaster {
  readonly namespace: string;
  readonly pod: string;
  readonly job: string;
  readonly log: PrintedLog;
  /** The container ends with this exit code; its log is complete. */
  end(exitCode: number, reason?: 'DeadlineExceeded'): Promise<void>;
  /** Called when the kubelet has to end it by its deadline, as SIGTERM. */
  onDeadline?: () => void;
}

interface Held {
  readonly master?: RunningMaster & { onDeadline?: () => void };
  stage: 'binding' | 'running' | 'ended' | 'deleting';
  deadlineSeen: boolean;
}

/**
 * Scheduler and kubelet in one, without containers: pods are bound to a node whose kubelet is a server in this
 * process. The real API server proxies `pods/log` to it, as it does to any kubelet.
 */
export class CampaignNode {
  private readonly pods = new Map<string, Held>();
  private readonly logs = new Map<string, PrintedLog>();
  private readonly programs = new Map<string, MasterProgram>();
  private kubelet: Server | undefined;

  constructor(
    private readonly api: ApiClient,
    private readonly mirror: ClusterMirror,
    private readonly tls: { readonly key: string; readonly cert: string },
    private readonly onError: (message: string) => void,
  ) {}

  async start(): Promise<void> {
    this.kubelet = createServer(this.tls, (request, response) =>
      this.serveLog(request, response),
    );
    await new Promise<void>(resolve => {
      this.kubelet!.listen(0, '127.0.0.1', resolve);
    });
    const { port } = this.kubelet.address() as AddressInfo;
    // Of the same name before, perhaps, with another port.
    await this.api.request(
      'PATCH',
      `/api/v1/nodes/${NODE}?fieldManager=campaign`,
      { apiVersion: 'v1', kind: 'Node', metadata: { name: NODE } },
      'application/apply-patch+yaml',
    );
    await this.api.request(
      'PATCH',
      `/api/v1/nodes/${NODE}/status`,
      {
        status: {
          addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
          daemonEndpoints: { kubeletEndpoint: { Port: port } },
          conditions: [{ type: 'Ready', status: 'True', reason: 'Campaign' }],
        },
      },
      'application/merge-patch+json',
    );
    this.mirror.onEveryChange((resource, { type, object }) => {
      if (resource === 'pods') {
        void this.sync(type === 'DELETED', object).catch(error =>
          this.onError(`the node: ${error.message}`),
        );
      }
    });
  }

  stop(): void {
    this.kubelet?.closeAllConnections();
    this.kubelet?.close();
  }

  /** Pods in this namespace run from now on, their masters with this program. */
  serve(namespace: string, program: MasterProgram): void {
    this.programs.set(namespace, program);
  }

  /** Pods in this namespace are left alone from now on. */
  leave(namespace: string): void {
    this.programs.delete(namespace);
    for (const key of this.pods.keys()) {
      if (key.startsWith(`${namespace}/`)) {
        this.pods.delete(key);
      }
    }
    for (const key of this.logs.keys()) {
      if (key.startsWith(`${namespace}/`)) {
        this.logs.delete(key);
      }
    }
  }

  private async sync(gone: boolean, pod: KubeJson): Promise<void> {
    const { namespace = '', name, uid, deletionTimestamp } = pod.metadata;
    const program = this.programs.get(namespace);
    const key = `${namespace}/${name}/${uid}`;
    if (!program || gone) {
      this.pods.delete(key);
      return;
    }
    const held = this.pods.get(key);
    if (deletionTimestamp) {
      if (held && held.stage !== 'deleting') {
        held.stage = 'deleting';
        held.master?.log.end();
        this.logs.delete(`${namespace}/${name}`);
        await this.api.delete('pods', namespace, name, {
          gracePeriodSeconds: 0,
        });
      }
      return;
    }
    if (!held) {
      await this.run(key, pod, program);
      return;
    }
    if (
      pod.spec?.activeDeadlineSeconds === 1 &&
      !held.deadlineSeen &&
      held.stage === 'running'
    ) {
      held.deadlineSeen = true;
      held.master?.onDeadline?.();
    }
  }

  private async run(
    key: string,
    pod: KubeJson,
    program: MasterProgram,
  ): Promise<void> {
    const { namespace = '', name } = pod.metadata;
    const job = pod.metadata.labels?.['batch.kubernetes.io/job-name'];
    const log = new PrintedLog();
    const master = job === undefined ? undefined : this.master(pod, job, log);
    const held: Held = { master, stage: 'binding', deadlineSeen: false };
    this.pods.set(key, held);
    this.logs.set(`${namespace}/${name}`, log);
    if (!pod.spec?.nodeName) {
      await this.api.request(
        'POST',
        `/api/v1/namespaces/${namespace}/pods/${name}/binding`,
        {
          apiVersion: 'v1',
          kind: 'Binding',
          metadata: { name },
          target: { apiVersion: 'v1', kind: 'Node', name: NODE },
        },
      );
    }
    if (held.stage !== 'binding') {
      return;
    }
    held.stage = 'running';
    await this.report(pod, 'Running', {
      running: { startedAt: new Date().toISOString() },
    });
    if (master) {
      program(master);
    }
  }

  private master(pod: KubeJson, job: string, log: PrintedLog): RunningMaster {
    const { namespace = '', name, uid } = pod.metadata;
    const startedAt = new Date().toISOString();
    return {
      namespace,
      pod: name,
      job,
      log,
      end: async (exitCode, reason) => {
        const held = this.pods.get(`${namespace}/${name}/${uid}`);
        log.end();
        if (held?.stage !== 'running') {
          return;
        }
        held.stage = 'ended';
        await this.report(
          pod,
          exitCode === 0 && !reason ? 'Succeeded' : 'Failed',
          {
            terminated: {
              exitCode,
              reason: exitCode === 0 ? 'Completed' : 'Error',
              startedAt,
              finishedAt: new Date().toISOString(),
            },
          },
          reason,
        );
      },
    };
  }

  private async report(
    pod: KubeJson,
    phase: string,
    state: object,
    reason?: string,
  ): Promise<void> {
    const { namespace = '', name } = pod.metadata;
    const containers: readonly { readonly name: string }[] =
      pod.spec?.containers ?? [];
    await this.api.patch(
      'pods',
      namespace,
      name,
      {
        status: {
          phase,
          reason,
          startTime: new Date().toISOString(),
          conditions: [
            {
              type: 'Ready',
              status: phase === 'Running' ? 'True' : 'False',
            },
          ],
          containerStatuses: containers.map(container => ({
            name: container.name,
            image: 'campaign',
            imageID: '',
            ready: phase === 'Running',
            restartCount: 0,
            state,
          })),
        },
      },
      'status',
    );
  }

  /** `/containerLogs/NAMESPACE/POD/CONTAINER?follow=…&timestamps=…&sinceTime=…`, as a kubelet serves it. */
  private serveLog(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'https://kubelet');
    const [, kind, namespace, pod] = url.pathname.split('/');
    const log = this.logs.get(`${namespace}/${pod}`);
    if (kind !== 'containerLogs' || !log) {
      response.writeHead(404).end();
      return;
    }
    const follow = url.searchParams.get('follow') === 'true';
    const timestamps = url.searchParams.get('timestamps') === 'true';
    // Whole seconds, as the kubelet does.
    const since = url.searchParams.get('sinceTime')?.slice(0, 19) ?? '';
    response.writeHead(200, { 'content-type': 'text/plain' });
    let next = 0;
    const tell = () => {
      const lines = log.lines.slice(next);
      next = log.lines.length;
      const text = lines
        .filter(line => line.time.slice(0, 19) >= since)
        .map(({ time, text: it }) =>
          timestamps ? `${time} ${it}\n` : `${it}\n`,
        )
        .join('');
      if (text) {
        response.write(text);
      }
      if (log.ended || !follow) {
        response.end();
      }
    };
    tell();
    if (!response.writableEnded) {
      const stop = log.onNews(tell);
      response.on('close', stop);
    }
  }
}
