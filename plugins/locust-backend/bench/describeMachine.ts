import { readFileSync } from 'node:fs';
import os from 'node:os';

/** A machine in the words that figures measured on it need; nothing that would tell it from its like. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
}

export function describeMachine(): Machine {
  const cpus = os.cpus();
  return {
    cores: os.availableParallelism(),
    processor: cpus[0]?.model.trim() || os.arch(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${distribution()}, kernel ${os.release().split('-')[0]}`,
    node: process.versions.node,
  };
}

function distribution(): string {
  try {
    const text = readFileSync('/etc/os-release', 'utf8');
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(text)?.[1] ?? os.type();
  } catch {
    return os.type();
  }
}
