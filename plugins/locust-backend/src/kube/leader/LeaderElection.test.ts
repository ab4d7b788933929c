import { setImmediate as nextTurn } from 'node:timers/promises';
import { LeaderElection, LeaderElectionOptions } from './LeaderElection';
import { FakeClock, settled } from '../testing/FakeClock';
import { LeaseServer, Network } from '../testing/LeaseServer';
import { RecordingLogger } from '../testing/RecordingLogger';

const processes: LeaderElection[] = [];

/** A process that takes part, with its own clock if need be. */
function participant(
  server: LeaseServer,
  clock: FakeClock,
  identity: string,
  options: Partial<LeaderElectionOptions> = {},
) {
  const network = new Network();
  const log: string[] = [];
  const logger = new RecordingLogger();
  let signal: AbortSignal | undefined;
  const election = new LeaderElection({
    client: server.clientOf(network),
    namespace: 'ns',
    name: 'engine',
    identity,
    logger,
    clock,
    random: () => 0.5,
    ...options,
  });
  processes.push(election);
  const start = (work?: (signal: AbortSignal) => Promise<void>) =>
    election.start({
      onStartedLeading: async it => {
        signal = it;
        log.push('started');
        await work?.(it);
      },
      onStoppedLeading: () => {
        log.push('stopped');
      },
    });
  return { election, network, log, logger, start, leading: () => signal };
}

afterEach(async () => {
  // Whoever is cut off stops as well: nothing waits for an answer that does not come.
  const all = Promise.all(processes.splice(0).map(it => it.stop()));
  await Promise.race([all, nextTurn()]);
});

describe('LeaderElection', () => {
  it('makes the Lease and leads when there is none', async () => {
    const clock = new FakeClock();
    const server = new LeaseServer();
    const a = participant(server, clock, 'a');
    expect(a.election.isLeader).toBe(false);
    a.start();
    await settled();
    expect(a.election.isLeader).toBe(true);
    expect(a.election.holder).toBe('a');
    expect(a.log).toEqual(['started']);
    expect(server.lease?.spec).toEqual({
      holderIdentity: 'a',
      leaseDurationSeconds: 15,
      acquireTime: '2030-01-01T00:00:00.000000Z',
      renewTime: '2030-01-01T00:00:00.000000Z',
      leaseTransitions: 0,
    });
  });

  it('renews every retry period by one patch and nothing else', async () => {
    const clock = new FakeClock();
    const server = new LeaseServer();
    const a = participant(server, clock, 'a');
    a.start();
    await settled();
    server.requests.length = 0;
    await clock.advance(20_000);
    expect(server.requests).toEqual(Array(10).fill('patch'));
    expect(server.lease?.spec.renewTime).toBe('2030-01-01T00:00:20.000000Z');
    expect(a.log).toEqual(['started']);
  });

  it('lets one of two lead, and both know who', async () => {
    const clock = new FakeClock();
    const server = new LeaseServer();
    const a = participant(server, clock, 'a');
    const b = participant(server, clock, 'b');
    a.start();
    b.start();
    await clock.advance(60_000);
    expect([a.election.isLeader, b.election.isLeader]).toEqual([true, false]);
    expect(b.election.holder).toBe('a');
    expect(b.log).toEqual([]);
  });

  it('takes over within two seconds after the lease of a dead leader ends', async () => {
    const clock = new FakeClock();
    const server = new LeaseServer();
    const a = participant(server, clock, 'a');
    const b = participant(server, clock, 'b', { random: () => 1 });
    a.start();
    b.start();
    await clock.advance(31_000);
    expect(server.lease?.spec.renewTime).toBe('2030-01-01T00:00:30.000000Z');
    a.network.state = 'down';
    await clock.advance(13_999);
    expect(b.election.isLeader).toBe(false);
    await clock.advance(2_000);
    expect(b.election.isLeader).toBe(true);
    expect(server.lease?.spec).toMatchObject({
      holderIdentity: 'b',
      leaseTransitions: 1,
    });
  });

  it('stops leading at its renew deadline, before anybody else may lead', async () => {
    const clock = new FakeClock();
    const server = new LeaseServer();
    const a = participant(server, clock, 'a');
    const b = participant(server, clock, 'b');
    a.start();
    b.start();
    await settled();
    a.network.state = 'hanging';
    for (let ms = 0; ms < 60_000; ms += 100) {
      await clock.advance(100);
      expect(a.election.isLeader && b.election.isLeader).toBe(false);
    }
    expect(a.log).toEqual(['started', 'stopped']);
    expect(a.leading()?.aborted).toBe(true);
    expect(b.log).toEqual(['started']);
  });

  it('knows on waking from a stop that it was deposed, before any timer fires', async () => {
    const clock = new FakeClock();
    const server = new LeaseServer();
    const a = participant(server, clock, 'a');
    a.start();
    await settled();
    expect(a.election.isLeader).toBe(true);
    clock.jump(16_000);
    expect(a.election.isLeader).toBe(false);
    await clock.advance(1);
    expect(a.log).toEqual(['started', 'stopped']);
  });

  it('counts from when a renewal was sent, not from when it was answered', async () => {
    const clock = new FakeClock();
    const server = new LeaseServer();
    const a = participant(server, clock, 'a');
    a.start();
    await settled();
    a.network.state = 'answersLost';
    await clock.advance(9_999);
    expect(a.election.isLeader).toBe(true);
    await clock.advance(1);
    expect(a.election.isLeader).toBe(false);
  });

  it('is not deposed by a few failed renewals', async () => {
    const clock = new FakeClock();
    const server = new LeaseServer();
    const a = participant(server, clock, 'a');
    a.start();
    await settled();
    a.network.state = 'down';
    await clock.advance(7_000);
    a.network.state = 'up';
    await clock.advance(30_000);
    expect(a.log).toEqual(['started']);
    expect(
      a.logger.lines
        .filter(it => it.includes('not renewed'))
        .map(it => it.split(':')[0]),
    ).toEqual(['warn', 'debug', 'debug']);
  });

  it('does not care about wrong wall clocks', async () => {
    const server = new LeaseServer();
    const clock = new FakeClock();
    const ahead = new FakeClock();
    ahead.wallOffset += 300_000;
    const a = participant(server, clock, 'a');
    const b = participant(server, ahead, 'b');
    a.start();
    b.start();
    for (let second = 0; second < 120; second++) {
      await clock.advance(1_000);
      await ahead.advance(1_000);
      if (second === 60) {
        ahead.wallOffset -= 600_000;
      }
    }
    expect([a.election.isLeader, b.election.isLeader]).toEqual([true, false]);
  });

  it('releases the Lease when stopped, so that another leads at once', async () => {
    const clock = new FakeClock();
    const server = new LeaseServer();
    const a = participant(server, clock, 'a');
    const b = participant(server, clock, 'b');
    a.start();
    await settled();
    b.start();
    await settled();
    const stopped = a.election.stop();
    await settled();
    await stopped;
    expect(a.log).toEqual(['started', 'stopped']);
    expect(a.election.isLeader).toBe(false);
    expect(server.lease?.spec.holderIdentity).toBe('');
    await clock.advance(2_000);
    expect(b.election.isLeader).toBe(true);
  });

  it('releases the Lease only after its work has stopped', async () => {
    const clock = new FakeClock();
    const server = new LeaseServer();
    const a = participant(server, clock, 'a');
    let finish: () => void = () => {};
    a.start(
      () =>
        new Promise<void>(resolve => {
          finish = resolve;
        }),
    );
    await settled();
    const stopped = a.election.stop();
    await settled();
    expect(server.lease?.spec.holderIdentity).toBe('a');
    finish();
    await stopped;
    expect(server.lease?.spec.holderIdentity).toBe('');
  });

  it('releases the Lease also when the last renewal was cut off after it was written', async () => {
    const clock = new FakeClock();
    const server = new LeaseServer();
    const a = participant(server, clock, 'a');
    a.start();
    await settled();
    a.network.state = 'answersLost';
    await clock.advance(2_000);
    a.network.state = 'up';
    await a.election.stop();
    expect(server.lease?.spec.holderIdentity).toBe('');
  });

  it('stops in bounded time when the server does not answer', async () => {
    const clock = new FakeClock();
    const server = new LeaseServer();
    const a = participant(server, clock, 'a');
    a.start();
    await settled();
    a.network.state = 'hanging';
    const stopped = a.election.stop();
    await clock.advance(2_000);
    await stopped;
    expect(a.log).toEqual(['started', 'stopped']);
    expect(clock.timers).toBe(0);
  });

  it('steps down at once when it sees that another holds the Lease', async () => {
    const clock = new FakeClock();
    const server = new LeaseServer();
    const a = participant(server, clock, 'a');
    a.start();
    await settled();
    server.edit({ holderIdentity: 'intruder' });
    await clock.advance(2_000);
    expect(a.election.isLeader).toBe(false);
    expect(a.log).toEqual(['started', 'stopped']);
    expect(a.election.holder).toBe('intruder');
  });

  it('goes on leading when only other fields of the Lease were edited', async () => {
    const clock = new FakeClock();
    const server = new LeaseServer();
    const a = participant(server, clock, 'a');
    a.start();
    await settled();
    server.edit({ leaseTransitions: 7 });
    await clock.advance(30_000);
    expect(a.log).toEqual(['started']);
  });

  it('makes the Lease again when somebody deletes it', async () => {
    const clock = new FakeClock();
    const server = new LeaseServer();
    const a = participant(server, clock, 'a');
    a.start();
    await settled();
    server.lease = undefined;
    await clock.advance(4_000);
    expect(server.lease).toMatchObject({ spec: { holderIdentity: 'a' } });
    expect(a.log).toEqual(['started']);
  });

  it('gives up leading when its work fails, and lets others go first', async () => {
    const clock = new FakeClock();
    const server = new LeaseServer();
    const a = participant(server, clock, 'a');
    const b = participant(server, clock, 'b');
    a.start(async () => {
      throw new Error('no stores');
    });
    await settled();
    b.start();
    await clock.advance(2_500);
    expect(a.log).toEqual(['started', 'stopped']);
    expect(b.election.isLeader).toBe(true);
  });

  it('leads again after it has lost the Lease and found it free', async () => {
    const clock = new FakeClock();
    const server = new LeaseServer();
    const a = participant(server, clock, 'a');
    a.start();
    await settled();
    a.network.state = 'down';
    await clock.advance(20_000);
    a.network.state = 'up';
    await clock.advance(20_000);
    expect(a.log).toEqual(['started', 'stopped', 'started']);
  });

  it('waits for the duration that the holder wrote, not its own', async () => {
    const clock = new FakeClock();
    const server = new LeaseServer();
    const a = participant(server, clock, 'a', { leaseDurationMs: 60_000 });
    const b = participant(server, clock, 'b');
    a.start();
    await settled();
    b.start();
    await settled();
    a.network.state = 'down';
    await clock.advance(59_000);
    expect(b.election.isLeader).toBe(false);
    await clock.advance(3_000);
    expect(b.election.isLeader).toBe(true);
  });

  it('says why the Lease cannot be had, once, and until it can', async () => {
    const clock = new FakeClock();
    const server = new LeaseServer();
    const a = participant(server, clock, 'a');
    a.network.state = 'down';
    a.start();
    await clock.advance(60_000);
    expect(a.election.lastError).toMatchObject({ failure: 'unreachable' });
    expect(a.logger.lines.filter(it => it.startsWith('warn'))).toHaveLength(1);
    a.network.state = 'up';
    await clock.advance(2_000);
    expect(a.election.isLeader).toBe(true);
    expect(a.election.lastError).toBeUndefined();
  });

  it('goes on after its loop has died, and ends what it had begun', async () => {
    const clock = new FakeClock();
    const server = new LeaseServer();
    const logger = new RecordingLogger();
    const a = participant(server, clock, 'a', { logger });
    a.start();
    await settled();
    a.network.state = 'down';
    logger.warn = () => {
      throw new Error('the log is full');
    };
    await clock.advance(3_000);
    expect(a.log).toEqual(['started', 'stopped']);
    expect(logger.lines.join()).toContain('the election died');
    delete (logger as { warn?: unknown }).warn;
    a.network.state = 'up';
    await clock.advance(20_000);
    expect(a.log).toEqual(['started', 'stopped', 'started']);
  });

  it('refuses times under which two could lead', () => {
    const server = new LeaseServer();
    expect(() =>
      participant(server, new FakeClock(), 'a', { renewDeadlineMs: 15_000 }),
    ).toThrow('lease duration > renew deadline > retry period');
  });
});
