import { readdirSync, readFileSync } from 'node:fs';
import { CLUSTER_MARK } from './component';
import { identifyProcess, ProcessIdentity } from './processIdentity';

/** Every process that carries a cluster's mark in its environment: also those that its components started, such as shims. */
export function markedProcesses(folder: string): readonly ProcessIdentity[] {
  const mark = `${CLUSTER_MARK}=${folder}`;
  return readdirSync('/proc').flatMap(name => {
    const pid = Number(name);
    if (!Number.isInteger(pid) || !environmentOf(pid).includes(mark)) {
      return [];
    }
    return identifyProcess(pid) ?? [];
  });
}

function environmentOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    // Another user's process, or one that has ended meanwhile: neither is ours.
    return [];
  }
}
