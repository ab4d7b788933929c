import { useMemo } from 'react';
import { useApiHolder } from '@backstage/core-plugin-api';
import { signalApiRef, type SignalApi } from '@backstage/plugin-signals-react';
import {
  RUN_SIGNAL_CHANNEL,
  runSignalSlot,
  type RunSignal,
} from 'backstage-plugin-locust-common';

/** Signals that came lately are taken to go on coming: whether the way for them is open, nobody says. */
const TRUSTED_FOR_MS = 10 * 60_000;
/** How often a list is asked for all the same, for a signal may be lost. */
const SELDOM_MS = 60_000;
/** Of all who show a list, not everybody asks at once. */
const SPREAD_MS = 500;

/** Where changes of runs and schedules are told, in a portal that has Backstage's signals. */
export interface RunSignals {
  /** Calls back soon after each change that may matter; returns what ends it. */
  subscribe(onChange: () => void): () => void;
  /** How long to wait until a list is asked for without a signal, where it would be so long if there were none. */
  interval(milliseconds: number): number;
}

/**
 * The signals about an entity's runs and schedules, about all where none is given; undefined in a portal that has none.
 */
export function useRunSignals(
  entityRef: string | undefined,
): RunSignals | undefined {
  const api = useApiHolder().get(signalApiRef);
  return useMemo(() => api && runSignals(api, entityRef), [api, entityRef]);
}

export function runSignals(
  api: SignalApi,
  entityRef: string | undefined,
  random: () => number = Math.random,
): RunSignals {
  const wanted = entityRef === undefined ? undefined : runSignalSlot(entityRef);
  let cameAt = -Infinity;
  return {
    subscribe(onChange) {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const subscriber = api.subscribe<RunSignal>(
        RUN_SIGNAL_CHANNEL,
        ({ slot }) => {
          cameAt = Date.now();
          if (wanted === undefined || slot === wanted) {
            clearTimeout(timer);
            timer = setTimeout(onChange, SPREAD_MS * random());
          }
        },
      );
      return () => {
        clearTimeout(timer);
        subscriber.unsubscribe();
      };
    },
    interval: milliseconds =>
      Date.now() - cameAt < TRUSTED_FOR_MS
        ? Math.max(milliseconds, SELDOM_MS)
        : milliseconds,
  };
}
