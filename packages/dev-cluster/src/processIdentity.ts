import { readFileSync } from 'node:fs';

/**
 * A process as it was when we looked: the pid alone is not enough, since the kernel hands a freed one out again.
 *
 * @public
 */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks between the machine's start and the process's (`starttime` of proc(5)). */
  readonly startTime: string;
  /** Tells start times of one boot from those of another. */
  readonly bootId: string;
}

/** What is needed of `/proc/PID/stat`. */
export interface ProcessStat {
  readonly state: string;
  readonly startTime: string;
}

/** Decodes `/proc/PID/stat`; the command in parentheses may itself hold blanks and parentheses. */
export function parseProcessStat(text: string): ProcessStat | undefined {
  const afterCommand = text.slice(text.lastIndexOf(')') + 1).trim();
  const fields = afterCommand.split(/\s+/);
  // proc(5) counts from 1 and the state is its field 3, the start time its field 22.
  const state = fields[0];
  const startTime = fields[19];
  return state && startTime ? { state, startTime } : undefined;
}

/** Identifies a process that runs now; `undefined` if there is none (one that only waits to be reaped is none). */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  const stat = parseProcessStat(text);
  if (!stat || stat.state === 'Z' || stat.state === 'X') {
    return undefined;
  }
  return { pid, startTime: stat.startTime, bootId: currentBootId() };
}

/** Whether exactly this process still runs, and not another one under its number. */
export function isAlive(identity: ProcessIdentity): boolean {
  const current = identifyProcess(identity.pid);
  return (
    current !== undefined &&
    current.startTime === identity.startTime &&
    current.bootId === identity.bootId
  );
}

function currentBootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}
