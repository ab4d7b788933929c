import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { endProcess } from './endProcess';
import { identifyProcess, isAlive, parseProcessStat } from './processIdentity';

const stat = (command: string, state: string, startTime: string) =>
  `4242 (${command}) ${state} 1 4242 4242 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 ${startTime} 2703360 300 18446744073709551615`;

describe('parseProcessStat', () => {
  it('reads the state and the start time', () => {
    expect(parseProcessStat(stat('node', 'S', '987654'))).toEqual({
      state: 'S',
      startTime: '987654',
    });
  });

  it('is not misled by blanks and parentheses in the command', () => {
    expect(parseProcessStat(stat('a) R 1 (b c', 'S', '55'))).toEqual({
      state: 'S',
      startTime: '55',
    });
  });

  it('makes nothing of a line that is cut short', () => {
    expect(parseProcessStat('4242 (node) S 1 2')).toBeUndefined();
  });
});

describe('a process', () => {
  it('is alive while it runs and not once it was ended', async () => {
    const child = spawn('sleep', ['600']);
    await once(child, 'spawn');
    const identity = identifyProcess(child.pid!)!;
    expect(isAlive(identity)).toBe(true);

    await endProcess(identity);
    expect(isAlive(identity)).toBe(false);
  });

  it('is not taken for one that started at another time under the same pid, nor ended in its stead', async () => {
    const child = spawn('sleep', ['600']);
    await once(child, 'spawn');
    const identity = identifyProcess(child.pid!)!;
    try {
      const earlier = { ...identity, startTime: '1' };
      expect(isAlive(earlier)).toBe(false);
      await endProcess(earlier);
      expect(isAlive(identity)).toBe(true);

      expect(isAlive({ ...identity, bootId: 'another boot' })).toBe(false);
    } finally {
      await endProcess(identity);
    }
  });

  it('that ignores the request to end is killed after its grace', async () => {
    const child = spawn(
      'sh',
      ['-c', 'trap "" TERM; echo; sleep 600 & wait; wait'],
      {
        detached: true,
      },
    );
    await once(child.stdout, 'data');
    const identity = identifyProcess(child.pid!)!;
    try {
      await endProcess(identity, { graceMs: 50 });
      expect(isAlive(identity)).toBe(false);
    } finally {
      process.kill(-child.pid!, 'SIGKILL');
    }
  });
});
