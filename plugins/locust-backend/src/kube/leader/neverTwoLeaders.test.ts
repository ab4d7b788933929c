import fc from 'fast-check';
import { FakeClock } from '../testing/FakeClock';
import { LeaseServer, Network } from '../testing/LeaseServer';
import { RecordingLogger } from '../testing/RecordingLogger';
import { LeaderElection } from './LeaderElection';

/** A process of its own: clocks that nobody else sees, a road of its own, and it may be stopped by a signal. */
class Process {
  readonly clock = new FakeClock();
  readonly network = new Network();
  readonly election: LeaderElection;
  paused = false;
  terms = 0;
  /** Terms begun and not ended. */
  working = 0;

  constructor(server: LeaseServer, identity: string, bootedMs: number) {
    // Monotonic clocks count from boot: those of two machines have nothing to do with each other.
    this.clock.jump(bootedMs);
    this.election = new LeaderElection({
      client: server.clientOf(this.network),
      namespace: 'ns',
      name: 'engine',
      identity,
      logger: new RecordingLogger(),
      clock: this.clock,
    });
    this.election.start({
      onStartedLeading: () => {
        this.terms += 1;
        this.working += 1;
      },
      onStoppedLeading: () => {
        this.working -= 1;
      },
    });
  }

  async pass(ms: number): Promise<void> {
    if (this.paused) {
      this.clock.jump(ms);
    } else {
      await this.clock.advance(ms);
    }
  }
}

const STEP_MS = 500;

const happening = fc.record({
  who: fc.constantFrom(0, 1),
  what: fc.oneof(
    { weight: 2, arbitrary: fc.constant('pause' as const) },
    { weight: 3, arbitrary: fc.constant('wake' as const) },
    { weight: 1, arbitrary: fc.constant('clockJump' as const) },
    {
      weight: 4,
      arbitrary: fc.constantFrom<Network['state']>(
        'up',
        'up',
        'down',
        'hanging',
        'answersLost',
        'late',
      ),
    },
  ),
  /** Until the next. */
  thenMs: fc.integer({ min: 0, max: 40 }).map(steps => steps * STEP_MS),
  minutes: fc.integer({ min: -5, max: 5 }),
});

describe('Two candidates for one Lease', () => {
  it('never both lead, whatever stops them, their clocks and their roads; and one does when all is well again', async () => {
    let takeovers = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { minLength: 1, maxLength: 15, size: 'max' }),
        fc.integer({ min: 0, max: 1e9 }),
        async (happenings, bootedMs) => {
          const server = new LeaseServer();
          const all = [
            new Process(server, 'a', 0),
            new Process(server, 'b', bootedMs),
          ];
          const pass = async (ms: number) => {
            for (let passed = 0; passed < ms; passed += STEP_MS) {
              for (const process of all) {
                await process.pass(STEP_MS);
                // Not an expectation: this is looked at a hundred thousand times.
                if (all.every(it => it.election.isLeader)) {
                  throw new Error('both lead');
                }
              }
            }
          };
          for (const { who, what, thenMs, minutes } of happenings) {
            const process = all[who];
            if (what === 'pause' || what === 'wake') {
              process.paused = what === 'pause';
            } else if (what === 'clockJump') {
              process.clock.wallOffset += minutes * 60_000;
            } else {
              process.network.state = what;
            }
            await pass(thenMs);
          }
          for (const process of all) {
            process.paused = false;
            process.network.state = 'up';
          }
          await pass(25_000);
          const leaders = all.filter(it => it.election.isLeader);
          expect(leaders).toHaveLength(1);
          // Whoever does not lead has ended its work.
          expect(all.map(it => it.working)).toEqual(
            all.map(it => (it === leaders[0] ? 1 : 0)),
          );
          takeovers += all[0].terms + all[1].terms - 1;
          const stopped = Promise.all(all.map(it => it.election.stop()));
          await pass(STEP_MS);
          await stopped;
        },
      ),
      { numRuns: 30 },
    );
    // The happenings are such that leadership does change hands.
    expect(takeovers).toBeGreaterThan(10);
  }, 240_000);
});
