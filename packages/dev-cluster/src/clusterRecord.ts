import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isAlive, ProcessIdentity } from './processIdentity';

/** @public */
export type ClusterKind = 'control-plane' | 'node';

export type ComponentName =
  | 'etcd'
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'containerd'
  | 'kubelet'
  | 'kube-proxy'
  | 'coredns';

/** What is known of a cluster across processes; kept in `state.json` of its folder. */
export interface ClusterRecord {
  readonly name: string;
  readonly kind: ClusterKind;
  readonly folder: string;
  readonly createdAt: string;
  readonly phase: 'starting' | 'ready';
  /** The process that the cluster must not outlive. */
  readonly owner?: ProcessIdentity;
  readonly server?: string;
  readonly token?: string;
  readonly version?: string;
  readonly auditLog?: string;
  readonly apiServer?: {
    readonly command: string;
    readonly args: readonly string[];
  };
  readonly components: Partial<Record<ComponentName, ProcessIdentity>>;
}

const FILE = 'state.json';

/** The record of the cluster in a folder; `undefined` if there is none or it is unreadable. */
export async function readClusterRecord(
  folder: string,
): Promise<ClusterRecord | undefined> {
  try {
    return JSON.parse(await readFile(path.join(folder, FILE), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Replaces the record in one step: a reader sees the old or the new one, never half of it. */
export async function writeClusterRecord(record: ClusterRecord): Promise<void> {
  const file = path.join(record.folder, FILE);
  await writeFile(`${file}.new`, JSON.stringify(record, null, 2), {
    mode: 0o600,
  });
  await rename(`${file}.new`, file);
}

/** Components that were started and are not running any more. */
export function endedComponents(
  record: ClusterRecord,
): readonly ComponentName[] {
  return Object.entries(record.components)
    .filter(([, identity]) => !isAlive(identity))
    .map(([name]) => name as ComponentName);
}

/** The folders of all clusters below one place. */
export async function listClusterFolders(
  root: string,
): Promise<readonly string[]> {
  try {
    const entries = await readdir(root, { withFileTypes: true });
    return entries
      .filter(entry => entry.isDirectory())
      .map(entry => path.join(root, entry.name));
  } catch {
    return [];
  }
}
