import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { KubeClient } from '../src/kube/client/KubeClient';
import type { KubeObject, ResourceType } from '../src/kube/KubeObject';
import { LEASES, PODS } from '../src/kube/ResourceTypes';
import type { BenchCluster } from './BenchCluster';

const NODES: ResourceType = {
  group: '',
  version: 'v1',
  plural: 'nodes',
  kind: 'Node',
  namespaced: false,
};

const NODE = 'bench-node';
const HEARTBEAT_MS = 10_000;
/** From a pod's binding to its container's start. */
const START_MS = 200;

interface Pod extends KubeObject {
  readonly spec: {
    readonly nodeName?: string;
    readonly containers: readonly {
      readonly name: string;
      readonly image: string;
    }[];
  };
}

export interface KubeletStandInOptions {
  readonly cluster: BenchCluster;
  readonly namespace: string;
  /** What a master prints. */
  readonly log: string;
  /** How long it takes to print it. */
  readonly logMs: number;
  /** What it ends with. */
  readonly exitCode: number;
}

/**
 * A node as the API server sees one: takes pods, says that they run, serves the masters' logs as they grow, and says
 * how they ended. Nothing is run.
 */
export class KubeletStandIn {
  private readonly ending = new AbortController();
  private readonly sockets = new Set<Socket>();
  /** When each pod's container was started. */
  private readonly startedAt = new Map<string, number>();
  private readonly taken = new Set<string>();
  private readonly lines: readonly string[];

  private constructor(
    private readonly options: KubeletStandInOptions,
    private readonly server: Server,
  ) {
    this.lines = options.log.replace(/\n$/, '').split('\n');
  }

  static async start(options: KubeletStandInOptions): Promise<KubeletStandIn> {
    const { certFile, keyFile } = options.cluster.certificate;
    const server = createServer({
      cert: readFileSync(certFile),
      key: readFileSync(keyFile),
    });
    const it = new KubeletStandIn(options, server);
    server.on('connection', (socket: Socket) => {
      it.sockets.add(socket);
      socket.once('close', () => it.sockets.delete(socket));
    });
    // /containerLogs/NAMESPACE/POD/CONTAINER?follow=true…
    server.on('request', async (request, response) => {
      const url = new URL(request.url!, 'https://node');
      const pod = url.pathname.split('/')[3];
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.flushHeaders();
      await it.print(pod, url.searchParams.get('follow') === 'true', text =>
        response.write(text),
      );
      response.end();
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    await it.register();
    it.follow();
    return it;
  }

  async stop(): Promise<void> {
    this.ending.abort();
    this.sockets.forEach(socket => socket.destroy());
    await new Promise(resolve => {
      this.server.close(resolve);
    });
  }

  private get client(): KubeClient {
    return this.options.cluster.driver;
  }

  private async register(): Promise<void> {
    const { port } = this.server.address() as AddressInfo;
    const { client } = this;
    await client.create(NODES, { metadata: { name: NODE } });
    const heartbeat = async () => {
      const now = new Date().toISOString();
      await client.mergePatch(
        NODES,
        { name: NODE },
        {
          status: {
            addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
            daemonEndpoints: { kubeletEndpoint: { Port: port } },
            conditions: [
              {
                type: 'Ready',
                status: 'True',
                reason: 'KubeletReady',
                message: 'it takes pods',
                lastHeartbeatTime: now,
                lastTransitionTime: now,
              },
            ],
          },
        },
        { subresource: 'status' },
      );
    };
    await heartbeat();
    void this.every(HEARTBEAT_MS, heartbeat);
    const lease = { namespace: 'kube-node-lease', name: NODE };
    await client.create(LEASES, {
      metadata: lease,
      spec: { holderIdentity: NODE, leaseDurationSeconds: 40 },
    });
  }

  private follow(): void {
    const { namespace } = this.options;
    const run = async () => {
      for await (const event of this.client.watch<Pod>(PODS, {
        namespace,
        signal: this.ending.signal,
      })) {
        if (event.type === 'BOOKMARK' || event.type === 'DELETED') {
          continue;
        }
        const pod = event.object;
        if (!this.taken.has(pod.metadata.uid)) {
          this.taken.add(pod.metadata.uid);
          this.carry(pod).catch(() => {
            // Deleted in between, most often a worker whose run is over.
          });
        } else if (pod.metadata.deletionTimestamp) {
          // Nobody else would confirm that it has ended.
          this.client
            .delete(
              PODS,
              { namespace, name: pod.metadata.name },
              { propagationPolicy: 'Background', gracePeriodSeconds: 0 },
            )
            .catch(() => {});
        }
      }
    };
    run().catch(() => {
      // The end of the bench.
    });
  }

  private async carry(pod: Pod): Promise<void> {
    const { namespace, logMs, exitCode } = this.options;
    const { name } = pod.metadata;
    await this.client.create(
      { ...PODS, plural: `pods/${name}/binding`, kind: 'Binding' },
      {
        apiVersion: 'v1',
        kind: 'Binding',
        metadata: { name, namespace },
        target: { kind: 'Node', name: NODE },
      },
    );
    await delay(START_MS);
    const startedAt = new Date();
    this.startedAt.set(name, startedAt.getTime());
    const running = { startedAt: startedAt.toISOString() };
    await this.report(pod, 'Running', true, { running });
    if (pod.metadata.labels?.['batch.kubernetes.io/job-name'] === undefined) {
      return;
    }
    await delay(logMs);
    await this.report(pod, exitCode === 0 ? 'Succeeded' : 'Failed', false, {
      terminated: {
        ...running,
        exitCode,
        reason: exitCode === 0 ? 'Completed' : 'Error',
        finishedAt: new Date().toISOString(),
      },
    });
  }

  private async report(
    pod: Pod,
    phase: string,
    ready: boolean,
    state: object,
  ): Promise<void> {
    const { name, namespace } = pod.metadata;
    const [{ name: container, image }] = pod.spec.containers;
    await this.client.mergePatch(
      PODS,
      { namespace, name },
      {
        status: {
          phase,
          podIP: '10.1.0.1',
          podIPs: [{ ip: '10.1.0.1' }],
          startTime: new Date(this.startedAt.get(name)!).toISOString(),
          conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
          containerStatuses: [
            {
              name: container,
              image,
              imageID: '',
              ready,
              restartCount: 0,
              state,
            },
          ],
        },
      },
      { subresource: 'status' },
    );
  }

  /** The log up to now, and with `follow` until its end. */
  private async print(
    pod: string,
    follow: boolean,
    write: (text: string) => void,
  ): Promise<void> {
    const { logMs } = this.options;
    const begun = this.startedAt.get(pod) ?? Date.now();
    for (const [index, line] of this.lines.entries()) {
      const due = begun + (logMs * index) / this.lines.length;
      const wait = due - Date.now();
      if (wait > 0) {
        if (!follow) {
          return;
        }
        await delay(wait);
      }
      // Nanoseconds, as a kubelet writes them.
      const time = new Date(due).toISOString().replace('Z', '000000Z');
      write(`${time} ${line}\n`);
    }
  }

  private async every(ms: number, action: () => Promise<void>): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      await delay(ms, undefined, { signal }).catch(() => {});
      if (!signal.aborted) {
        await action().catch(() => {});
      }
    }
  }
}
