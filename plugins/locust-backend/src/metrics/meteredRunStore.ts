import type { RunStore } from '../runs/RunStore';

/** What a collector and a reconciler write. */
export type RunWrites = Pick<
  RunStore,
  'begin' | 'progress' | 'saveFigures' | 'saveLog' | 'addEvent'
>;

const WRITES: readonly (keyof RunWrites)[] = [
  'begin',
  'progress',
  'saveFigures',
  'saveLog',
  'addEvent',
];

/** The same history, with every write that fails counted. Each is tried again by whoever asked for it. */
export function meteredRunStore<T extends RunWrites>(
  store: T,
  onFailure: () => void,
): T {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') {
        return member;
      }
      const call = member.bind(target);
      if (!WRITES.includes(name as keyof RunWrites)) {
        return call;
      }
      return async (...args: readonly unknown[]) => {
        try {
          return await call(...args);
        } catch (error) {
          onFailure();
          throw error;
        }
      };
    },
  });
}
