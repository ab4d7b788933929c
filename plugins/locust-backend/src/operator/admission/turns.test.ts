import fc from 'fast-check';
import type { RunLimits } from './RunLimits';
import {
  type Claim,
  claimOrder,
  fullLimit,
  placeOf,
  type QueueState,
  turns,
} from './turns';

const claim = (id: string, owner: string, since: number): Claim => ({
  id,
  owner,
  since,
});

function stateOf(
  waiting: readonly Claim[],
  running: Readonly<Record<string, number>> = {},
  lastServed: Readonly<Record<string, number>> = {},
): QueueState {
  const byOwner = new Map<string, Claim[]>();
  for (const it of [...waiting].sort(claimOrder)) {
    byOwner.set(it.owner, [...(byOwner.get(it.owner) ?? []), it]);
  }
  return {
    running: new Map(Object.entries(running)),
    waiting: byOwner,
    lastServed: new Map(Object.entries(lastServed)),
  };
}

const ids = (claims: readonly Claim[]) => claims.map(it => it.id).join(' ');

describe('turns', () => {
  const queue = [
    claim('a1', 'a', 1),
    claim('a2', 'a', 2),
    claim('a3', 'a', 3),
    claim('b1', 'b', 4),
    claim('c1', 'c', 5),
  ];

  it.each<[string, QueueState, RunLimits, string]>([
    ['everybody without limits', stateOf(queue), {}, 'a1 b1 c1 a2 a3'],
    [
      'as many as the cluster has room for, owners in turn',
      stateOf(queue),
      { concurrentRunsPerCluster: 4 },
      'a1 b1 c1 a2',
    ],
    [
      'nobody where the cluster is full',
      stateOf(queue, { d: 2 }),
      { concurrentRunsPerCluster: 2 },
      '',
    ],
    [
      'nobody where a limit was lowered below what goes',
      stateOf(queue, { d: 5 }),
      { concurrentRunsPerCluster: 2 },
      '',
    ],
    [
      'the others of an owner that is at its limit',
      stateOf(queue, { a: 1 }),
      { concurrentRunsPerOwner: 1 },
      'b1 c1',
    ],
    [
      'the owner first that was not served for the longest',
      stateOf(queue, {}, { a: 30, b: 20, c: 10 }),
      { concurrentRunsPerCluster: 2 },
      'c1 b1',
    ],
    [
      'an owner that was never served before all others',
      stateOf(queue, {}, { a: 30, b: 20 }),
      { concurrentRunsPerCluster: 1 },
      'c1',
    ],
  ])('admits %s', (_what, state, limits, expected) => {
    expect(ids(turns(state, limits))).toBe(expected);
  });

  it('says which limit is full, the owner’s own first', () => {
    const state = stateOf(queue, { a: 1, b: 1 });
    const limits = { concurrentRunsPerCluster: 2, concurrentRunsPerOwner: 1 };
    expect(fullLimit(state, limits, 'a')).toBe('owner');
    expect(fullLimit(state, limits, 'c')).toBe('cluster');
    expect(fullLimit(state, {}, 'a')).toBeUndefined();
  });

  const OWNERS = ['a', 'b', 'c', 'd'];
  const limitsArbitrary = fc.record({
    concurrentRunsPerCluster: fc.option(fc.integer({ min: 1, max: 6 }), {
      nil: undefined,
    }),
    concurrentRunsPerOwner: fc.option(fc.integer({ min: 1, max: 3 }), {
      nil: undefined,
    }),
  });
  const stateArbitrary = fc
    .record({
      waiting: fc.array(
        fc.record({
          owner: fc.constantFrom(...OWNERS),
          since: fc.integer({ min: 0, max: 20 }),
        }),
        { maxLength: 30 },
      ),
      running: fc.dictionary(
        fc.constantFrom(...OWNERS),
        fc.integer({ min: 0, max: 4 }),
      ),
      lastServed: fc.dictionary(
        fc.constantFrom(...OWNERS),
        fc.integer({ min: 0, max: 50 }),
      ),
    })
    .map(({ waiting, running, lastServed }) => ({
      claims: waiting.map(({ owner, since }, index) =>
        claim(`run-${index}`, owner, since),
      ),
      running,
      lastServed,
    }));

  const sum = (numbers: Iterable<number>) =>
    [...numbers].reduce((a, b) => a + b, 0);

  /** Of an owner, what goes after the claims have begun. */
  const goingAfter = (
    state: QueueState,
    admitted: readonly Claim[],
    owner: string,
  ) =>
    (state.running.get(owner) ?? 0) +
    admitted.filter(it => it.owner === owner).length;

  it('never goes over a limit by what it admits', () => {
    fc.assert(
      fc.property(
        stateArbitrary,
        limitsArbitrary,
        ({ claims, running, lastServed }, limits) => {
          const state = stateOf(claims, running, lastServed);
          const admitted = turns(state, limits);
          const owners = new Set(admitted.map(it => it.owner));
          for (const owner of owners) {
            expect(goingAfter(state, admitted, owner)).toBeLessThanOrEqual(
              limits.concurrentRunsPerOwner ?? Infinity,
            );
          }
          const going = sum(state.running.values());
          // A limit that was lowered is exceeded by what goes already, but by nothing more.
          expect(going + admitted.length).toBeLessThanOrEqual(
            Math.max(limits.concurrentRunsPerCluster ?? Infinity, going),
          );
        },
      ),
    );
  });

  it('leaves nobody waiting for whom there is room', () => {
    fc.assert(
      fc.property(
        stateArbitrary,
        limitsArbitrary,
        ({ claims, running, lastServed }, limits) => {
          const state = stateOf(claims, running, lastServed);
          const admitted = turns(state, limits);
          const left = claims.filter(it => !admitted.includes(it));
          const clusterFull =
            sum(state.running.values()) + admitted.length >=
            (limits.concurrentRunsPerCluster ?? Infinity);
          for (const { owner } of left) {
            expect(
              clusterFull ||
                goingAfter(state, admitted, owner) >=
                  (limits.concurrentRunsPerOwner ?? Infinity),
            ).toBe(true);
          }
        },
      ),
    );
  });

  it('admits the claims of one owner in the order they came', () => {
    fc.assert(
      fc.property(
        stateArbitrary,
        limitsArbitrary,
        ({ claims, running, lastServed }, limits) => {
          const state = stateOf(claims, running, lastServed);
          const admitted = turns(state, limits);
          for (const owner of OWNERS) {
            const own = admitted.filter(it => it.owner === owner);
            expect(own).toEqual(
              (state.waiting.get(owner) ?? []).slice(0, own.length),
            );
          }
        },
      ),
    );
  });

  it('depends on the state alone, not on the order in which it was learnt', () => {
    fc.assert(
      fc.property(
        stateArbitrary,
        limitsArbitrary,
        fc.infiniteStream(fc.nat()),
        ({ claims, running, lastServed }, limits, numbers) => {
          const shuffled = claims
            .map(it => ({ it, at: numbers.next().value }))
            .sort((a, b) => a.at - b.at)
            .map(({ it }) => it);
          expect(turns(stateOf(shuffled, running, lastServed), limits)).toEqual(
            turns(stateOf(claims, running, lastServed), limits),
          );
        },
      ),
    );
  });

  /** Serves the queue to its end through one slot and tells the order. */
  function serveAll(
    claims: readonly Claim[],
    lastServed: Readonly<Record<string, number>> = {},
  ): readonly Claim[] {
    const order: Claim[] = [];
    const served: Record<string, number> = { ...lastServed };
    let left = claims;
    let time = 100;
    while (left.length > 0) {
      const [next] = turns(stateOf(left, {}, served), {
        concurrentRunsPerCluster: 1,
      });
      order.push(next);
      left = left.filter(it => it !== next);
      time += 1;
      served[next.owner] = time;
    }
    return order;
  }

  it('serves every other owner that waits between two turns of one', () => {
    fc.assert(
      fc.property(stateArbitrary, ({ claims, lastServed }) => {
        const order = serveAll(claims, lastServed);
        const overlooked = order.flatMap((first, index) => {
          const again = order.findIndex(
            (it, at) => at > index && it.owner === first.owner,
          );
          const between = order.slice(index + 1, Math.max(again, 0));
          const waitingThen = again < 0 ? [] : order.slice(again);
          return waitingThen.filter(
            it =>
              it.owner !== first.owner &&
              !between.some(other => other.owner === it.owner),
          );
        });
        expect(overlooked).toEqual([]);
      }),
    );
  });

  it('starves nobody: a claim is served after at most one round for each before it of its owner', () => {
    fc.assert(
      fc.property(stateArbitrary, ({ claims, lastServed }) => {
        const order = serveAll(claims, lastServed);
        const state = stateOf(claims);
        for (const own of state.waiting.values()) {
          own.forEach((it, index) => {
            expect(order.indexOf(it)).toBeLessThan(
              (index + 1) * state.waiting.size,
            );
          });
        }
      }),
    );
  });

  it('tells the place in which a claim will be served', () => {
    fc.assert(
      fc.property(stateArbitrary, ({ claims, lastServed }) => {
        const state = stateOf(claims, {}, lastServed);
        const order = serveAll(claims, lastServed);
        expect(order.map(it => placeOf(state, it).ofAll)).toEqual(
          order.map((_, index) => index + 1),
        );
      }),
    );
  });
});
