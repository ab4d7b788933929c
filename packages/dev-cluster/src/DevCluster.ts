import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ApiAddress } from './apiRequest';
import { kubeconfigOf, untilReady } from './controlPlane';
import { ClusterKind, ClusterRecord } from './clusterRecord';
import { Components } from './component';
import { endProcess } from './endProcess';
import { removeCluster } from './removeCluster';

/**
 * A cluster that is up.
 *
 * @public
 */
export interface DevCluster {
  readonly name: string;
  readonly kind: ClusterKind;
  /** Where its state, logs and certificates lie; gone once it is stopped. */
  readonly folder: string;
  /** A kubeconfig whose one user holds a bearer token with all rights. */
  readonly kubeconfigPath: string;
  /** The API server's address, `https://127.0.0.1:PORT`. */
  readonly server: string;
  /** The bearer token of {@link DevCluster.kubeconfigPath}. */
  readonly token: string;
  /** PEM file that the API server's certificate is verified against. */
  readonly certificateAuthorityPath: string;
  /** Kubernetes' version, as `v1.34.4`. */
  readonly version: string;
  readonly createdAt: string;
  /** Ends the API server and starts it again at the same address with the same data; returns when it is ready. */
  restartApiServer(): Promise<void>;
  /** Sends the API server a signal: `SIGSTOP` freezes it, `SIGCONT` thaws it. */
  signalApiServer(signal: NodeJS.Signals): void;
  /** Ends it and removes every trace; does nothing the second time. */
  stop(): Promise<void>;
}

// Its watches would keep it for many seconds; those who hold one must bear its loss anyway.
const API_SERVER_GRACE_MS = 1_000;

export function devClusterFrom(
  record: ClusterRecord,
  onStopped: () => void = () => {},
): DevCluster {
  let current = record;
  const { folder } = record;
  return {
    name: record.name,
    kind: record.kind,
    folder,
    kubeconfigPath: kubeconfigOf(folder, 'admin'),
    server: record.server!,
    token: record.token!,
    certificateAuthorityPath: certificateAuthorityOf(folder),
    version: record.version!,
    createdAt: record.createdAt,
    async restartApiServer() {
      const components = new Components(current);
      const { command, args } = current.apiServer!;
      await endProcess(current.components['kube-apiserver']!, {
        graceMs: API_SERVER_GRACE_MS,
      });
      await components.start('kube-apiserver', command, args);
      await untilReady(components, current.server!, current.token!);
      current = components.record;
    },
    signalApiServer(signal) {
      process.kill(current.components['kube-apiserver']!.pid, signal);
    },
    async stop() {
      await removeCluster(folder);
      onStopped();
    },
  };
}

/** How to talk to a recorded cluster. */
export async function addressOf(record: ClusterRecord): Promise<ApiAddress> {
  return {
    server: record.server!,
    token: record.token!,
    certificateAuthority: await readFile(
      certificateAuthorityOf(record.folder),
      'utf8',
    ).catch(() => ''),
  };
}

function certificateAuthorityOf(folder: string) {
  return path.join(folder, 'certificates', 'apiserver.crt');
}
