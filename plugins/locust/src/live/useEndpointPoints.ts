import { toError } from '@backstage/errors';
import { useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type { Endpoint, Point, Run } from 'backstage-plugin-locust-common';
import { locustApiRef } from '../api/LocustApi';
import { endpointName } from '../charts/endpointChoice';
import { isActive } from '../status/isActive';
import { LIVE_INTERVAL_MS } from './followRun';
import { appendPoints, MOST_POINTS } from './nextSnapshot';
import { startPolling } from './startPolling';

/** What is known of an endpoint over time; what is not there yet has neither. */
export interface EndpointPoints {
  readonly points?: readonly Point[];
  /** Why they are not there, or not renewed. */
  readonly error?: Error;
  /** They are those of a run that has ended: there is nothing more to come. */
  readonly isFinal?: boolean;
}

/** So many endpoints are asked for in the time of one ask for the whole run. */
const ENDPOINTS_AT_ONCE = 5;

type Answer = EndpointPoints & { readonly name: string };
type Known = ReadonlyMap<string, EndpointPoints>;
const NOTHING: Known = new Map();

/**
 * The points of endpoints by their names, renewed while the run goes and fetched whole once it has ended. Each endpoint
 * is an ask of its own, so many of them are renewed less often. The map stays the same until something new has come.
 */
export function useEndpointPoints(
  run: Pick<Run, 'id' | 'phase'>,
  endpoints: readonly Endpoint[],
): Known {
  const api = useApi(locustApiRef);
  const { id } = run;
  const active = isActive(run.phase);
  const [shown, setShown] = useState<{ id: string; known: Known }>({
    id,
    known: NOTHING,
  });
  const latest = useRef(shown);
  const asked = JSON.stringify(
    endpoints.map(({ method, name }) => ({ method, name })),
  );

  useEffect(() => {
    const wanted: readonly Endpoint[] = JSON.parse(asked);
    if (wanted.length === 0) {
      return undefined;
    }
    const tick = async (signal: AbortSignal) => {
      const before = latest.current.id === id ? latest.current.known : NOTHING;
      const answers = await Promise.all(
        wanted.map(async (endpoint): Promise<Answer> => {
          const name = endpointName(endpoint);
          const known = before.get(name);
          const points = known?.points;
          const isAdded =
            active && points !== undefined && points.length <= MOST_POINTS;
          if (known?.isFinal) {
            return { name, ...known };
          }
          try {
            const fresh = await api.getPoints(
              id,
              isAdded ? points[points.length - 1]?.elapsedSeconds : undefined,
              endpoint,
            );
            return {
              name,
              points: isAdded ? appendPoints(points, fresh) : fresh,
              isFinal: !active,
            };
          } catch (thrown) {
            return { name, points, isFinal: false, error: toError(thrown) };
          }
        }),
      );
      if (signal.aborted) {
        return 'never';
      }
      const isNew = answers.some(({ name, points, error, isFinal }) => {
        const known = before.get(name);
        return (
          known?.points !== points ||
          known?.error?.message !== error?.message ||
          known?.isFinal !== isFinal
        );
      });
      if (isNew) {
        latest.current = {
          id,
          known: new Map([
            ...before,
            ...answers.map(({ name, ...one }) => [name, one] as const),
          ]),
        };
        setShown(latest.current);
      }
      const failed = answers.find(one => one.error);
      if (failed?.error) {
        throw failed.error;
      }
      return active
        ? LIVE_INTERVAL_MS * Math.ceil(wanted.length / ENDPOINTS_AT_ONCE)
        : 'never';
    };
    return startPolling({ retryMs: LIVE_INTERVAL_MS, tick });
  }, [api, id, active, asked]);

  return shown.id === id ? shown.known : NOTHING;
}
