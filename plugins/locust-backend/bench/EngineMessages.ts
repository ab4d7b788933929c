import type { JsonObject } from '@backstage/types';

/** What an engine's process is asked over its channel. */
export type EngineQuestion =
  /** Build everything as the plugin does, from an app-config, and start. Answered when that is done. */
  | { readonly kind: 'start'; readonly appConfig: JsonObject }
  /** How it is at this moment. */
  | { readonly kind: 'state' }
  /** When it became steady after the start; answered only then. */
  | { readonly kind: 'steady' }
  /** The heap in use, after a collection. */
  | { readonly kind: 'memory' }
  /** How busy and how late it has been since the last time this was asked. */
  | { readonly kind: 'delay' }
  /** End in order. */
  | { readonly kind: 'stop' };

export interface EngineState {
  /** As the engine's health says. */
  readonly health: string;
  readonly message: string;
  readonly leads: boolean;
  /** Every cache has been complete once. */
  readonly synced: boolean;
  readonly queueDepth: number;
}

export interface EngineSteady {
  /** From the engine's start until it leads, its caches are complete and its queue has stayed empty. */
  readonly afterMs: number;
}

export interface EngineMemory {
  readonly heapUsed: number;
  readonly rss: number;
}

/** What the process was under since this was asked for the last time: milliseconds by which its timers were late. */
export interface EngineDelay {
  /** Milliseconds of the processor that the process has used since then. */
  readonly cpuMs: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** What each question is answered by. */
export interface EngineAnswers {
  readonly start: null;
  readonly state: EngineState;
  readonly steady: EngineSteady;
  readonly memory: EngineMemory;
  readonly delay: EngineDelay;
  readonly stop: null;
}

export interface EngineRequest {
  readonly id: number;
  readonly question: EngineQuestion;
}

export type EngineReply =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: string };
