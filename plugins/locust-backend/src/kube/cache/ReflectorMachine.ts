import { KubeFailure } from '../KubeApiError';
import {
  compareResourceVersions,
  laterResourceVersion,
} from './compareResourceVersions';

/**
 * What a reflector is at.
 *
 * - `empty`: not started.
 * - `listing`: reading everything, by a streaming list or page by page.
 * - `resuming`: the store was complete once; a watch from its position is asked for and not accepted yet.
 * - `watching`: every change comes in.
 * - `waiting`: something failed; then it lists or resumes, as its position says.
 * - `stopped`: for good.
 */
export type Phase =
  | { readonly kind: 'empty' }
  | { readonly kind: 'listing'; readonly how: 'stream' | 'pages' }
  | { readonly kind: 'resuming' }
  | { readonly kind: 'watching'; readonly since: number }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'stopped' };

/**
 * What happens to a reflector.
 *
 * - `started`, `stopped`: by its owner.
 * - `listed`: the store equals a complete list of this version.
 * - `doubted`: a complete list was not believed, see {@link isDoubtful}.
 * - `accepted`: the server has accepted the watch.
 * - `moved`: everything up to this version is in the store.
 * - `ended`: the server has ended the watch, without an error.
 * - `failed`: a list or watch has failed.
 * - `due`: the time to wait is over.
 */
export type ReflectorEvent =
  | { readonly kind: 'started' }
  | { readonly kind: 'listed'; readonly resourceVersion: string }
  | { readonly kind: 'doubted' }
  | { readonly kind: 'accepted' }
  | { readonly kind: 'moved'; readonly resourceVersion: string }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly failure: KubeFailure }
  | { readonly kind: 'due' }
  | { readonly kind: 'stopped' };

/** A reflector without its connections. Times are monotonic milliseconds. */
export interface ReflectorMachine {
  readonly phase: Phase;
  /** Where a watch goes on; undefined: list. */
  readonly position?: string;
  /** The newest version ever seen. */
  readonly newest?: string;
  /** Whether streaming lists are asked for (still). */
  readonly streaming: boolean;
  /** Lists in a row that were not believed. */
  readonly doubted: number;
  readonly listedAt: number;
}

/** A watch that the server ends sooner than this counts as a failure: asking again at once would be a busy loop. */
const SHORTEST_WATCH_MS = 1000;

/** Lists older than what was seen are not believed at first: a server that lags behind after its restart. */
const MAX_DOUBTED = 3;

/** Having listed so recently, a version that is gone again is a failure to wait for. */
const RELIST_AT_ONCE_AFTER_MS = 10_000;

export function newMachine(streaming: boolean): ReflectorMachine {
  return {
    phase: { kind: 'empty' },
    streaming,
    doubted: 0,
    listedAt: -Infinity,
  };
}

/** Whether a list of this version is older than what was seen. */
export function isOlder(
  { newest }: ReflectorMachine,
  resourceVersion: string,
): boolean {
  return (
    newest !== undefined &&
    (compareResourceVersions(resourceVersion, newest) ?? 0) < 0
  );
}

/** Whether such a list is still taken for a lagging server's. In the end it is believed: etcd was restored. */
export function isDoubtful(
  machine: ReflectorMachine,
  resourceVersion: string,
): boolean {
  return isOlder(machine, resourceVersion) && machine.doubted < MAX_DOUBTED;
}

/** What comes of an event. Throws for one that cannot happen in the phase. */
export function next(
  machine: ReflectorMachine,
  event: ReflectorEvent,
  now: number,
): ReflectorMachine {
  if (event.kind === 'stopped' || machine.phase.kind === 'stopped') {
    return { ...machine, phase: { kind: 'stopped' } };
  }
  switch (machine.phase.kind) {
    case 'empty':
      return event.kind === 'started'
        ? toListing(machine)
        : impossible(machine, event);
    case 'listing':
      return machine.phase.how === 'stream'
        ? whileStreaming(machine, event, now)
        : whilePaging(machine, event, now);
    case 'resuming':
      return whileResuming(machine, event, now);
    case 'watching':
      return whileWatching(machine, machine.phase.since, event, now);
    default:
      if (event.kind !== 'due') {
        return impossible(machine, event);
      }
      return machine.position === undefined
        ? toListing(machine)
        : toResuming(machine);
  }
}

function whileStreaming(
  machine: ReflectorMachine,
  event: ReflectorEvent,
  now: number,
): ReflectorMachine {
  const paging = { ...machine, streaming: false };
  switch (event.kind) {
    case 'accepted':
      return machine;
    case 'listed':
      // The stream goes on as the watch.
      return toWatching(listed(machine, event.resourceVersion, now), now);
    case 'doubted':
      return doubted(machine);
    case 'ended':
      // Before its bookmark, as servers do that do not know streaming lists.
      return toWaiting(paging);
    case 'failed':
      switch (event.failure) {
        case 'invalid':
        case 'badRequest':
          // A server that knows streaming lists but has them turned off: nothing is wrong.
          return toListing(paging);
        case 'truncated':
        case 'timeout':
          // One that does not know them and never ends the initial objects. Pages are the safe way in any case.
          return toWaiting(paging);
        default:
          return toWaiting(machine);
      }
    default:
      return impossible(machine, event);
  }
}

function whilePaging(
  machine: ReflectorMachine,
  event: ReflectorEvent,
  now: number,
): ReflectorMachine {
  switch (event.kind) {
    case 'listed':
      return toResuming(listed(machine, event.resourceVersion, now));
    case 'doubted':
      return doubted(machine);
    case 'failed':
      return toWaiting(machine);
    default:
      return impossible(machine, event);
  }
}

function whileResuming(
  machine: ReflectorMachine,
  event: ReflectorEvent,
  now: number,
): ReflectorMachine {
  switch (event.kind) {
    case 'accepted':
      return toWatching(machine, now);
    case 'failed':
      return broken(machine, event.failure, now);
    default:
      return impossible(machine, event);
  }
}

function whileWatching(
  machine: ReflectorMachine,
  since: number,
  event: ReflectorEvent,
  now: number,
): ReflectorMachine {
  switch (event.kind) {
    case 'moved':
      return {
        ...machine,
        position: laterResourceVersion(machine.position, event.resourceVersion),
        newest: laterResourceVersion(machine.newest, event.resourceVersion),
      };
    case 'ended':
      return now - since < SHORTEST_WATCH_MS
        ? toWaiting(machine)
        : toResuming(machine);
    case 'failed':
      return broken(machine, event.failure, now);
    default:
      return impossible(machine, event);
  }
}

/** What comes of a watch that has failed. */
function broken(
  machine: ReflectorMachine,
  failure: KubeFailure,
  now: number,
): ReflectorMachine {
  const afresh = { ...machine, position: undefined };
  switch (failure) {
    case 'gone':
      return now - machine.listedAt > RELIST_AT_ONCE_AFTER_MS
        ? toListing(afresh)
        : toWaiting(afresh);
    case 'notFound':
      // The definition was removed, and every object with it: what comes back begins anew.
      return toWaiting(afresh);
    default:
      return toWaiting(machine);
  }
}

function listed(
  machine: ReflectorMachine,
  resourceVersion: string,
  now: number,
): ReflectorMachine {
  return {
    ...machine,
    position: resourceVersion,
    newest: resourceVersion,
    doubted: 0,
    listedAt: now,
  };
}

function doubted(machine: ReflectorMachine): ReflectorMachine {
  return toWaiting({ ...machine, doubted: machine.doubted + 1 });
}

function toListing(machine: ReflectorMachine): ReflectorMachine {
  return {
    ...machine,
    phase: { kind: 'listing', how: machine.streaming ? 'stream' : 'pages' },
  };
}

function toResuming(machine: ReflectorMachine): ReflectorMachine {
  return { ...machine, phase: { kind: 'resuming' } };
}

function toWatching(machine: ReflectorMachine, now: number): ReflectorMachine {
  return { ...machine, phase: { kind: 'watching', since: now } };
}

function toWaiting(machine: ReflectorMachine): ReflectorMachine {
  return { ...machine, phase: { kind: 'waiting' } };
}

function impossible(machine: ReflectorMachine, event: ReflectorEvent): never {
  throw new Error(
    `A reflector that is ${machine.phase.kind} cannot be ${event.kind}`,
  );
}
