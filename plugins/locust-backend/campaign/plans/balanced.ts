import type { Plan } from './Plan';

/** A generator of numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) % 2 ** 32;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** All plans, shuffled by the seed, so that wherever one stops the classes and their workloads have had equal turns. */
export function balanced(
  plans: readonly Plan[],
  seed: number,
): readonly Plan[] {
  const random = seeded(seed);
  const shuffled = [...plans]
    .map(plan => ({ plan, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(it => it.plan);
  const byClass = takeTurns(shuffled, plan => plan.class).map(ofClass =>
    flatten(takeTurns(ofClass, plan => plan.workload.name)),
  );
  return flatten(byClass);
}

function takeTurns(
  plans: readonly Plan[],
  keyOf: (plan: Plan) => string,
): readonly (readonly Plan[])[] {
  const groups = new Map<string, Plan[]>();
  for (const plan of plans) {
    groups.set(keyOf(plan), [...(groups.get(keyOf(plan)) ?? []), plan]);
  }
  return [...groups.values()];
}

/** One of each group, then the next of each. */
function flatten(groups: readonly (readonly Plan[])[]): readonly Plan[] {
  const longest = Math.max(0, ...groups.map(it => it.length));
  return Array.from({ length: longest }, (_, index) =>
    groups.flatMap(group => group.slice(index, index + 1)),
  ).flat();
}
