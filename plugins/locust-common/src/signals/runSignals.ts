/** The channel of Backstage's signals on which changes of runs and schedules are told. @public */
export const RUN_SIGNAL_CHANNEL = 'locust:runs';

/** How many slots entities fall into. */
const SLOTS = 256;

/**
 * A signal says that something about the runs or schedules of some entity of this slot has changed, and nothing else:
 * Backstage hands signals to everybody who listens, signed in or not.
 *
 * @public
 */
export type RunSignal = {
  readonly slot: number;
};

/**
 * The slot of an entity, or of what belongs to none. Many entities share each, so that a slot names none of them, yet
 * few who listen ask in vain.
 *
 * @returns a whole number from 0 to 255
 *
 * @public
 */
export function runSignalSlot(entityRef: string | undefined): number {
  // FNV-1a: the same in browser and backend without a library, and even enough.
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(
    (entityRef ?? '').toLocaleLowerCase('en-US'),
  )) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0) % SLOTS;
}
