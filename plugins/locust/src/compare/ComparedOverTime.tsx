import { lazy, Suspense, useMemo } from 'react';
import Skeleton from '@material-ui/lab/Skeleton';
import { useApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import {
  overlaySeries,
  type Comparison,
  type Endpoint,
  type Point,
} from 'backstage-plugin-locust-common';
import { locustApiRef } from '../api/LocustApi';
import { endpointName } from '../charts/endpointChoice';
import type { OverlayRow } from '../charts/OverlayChart';
import { Panel } from '../layout/Panel';
import { Segments } from '../layout/Segments';
import { SelectField } from '../layout/SelectField';
import { usePolled, type PolledResource } from '../live/usePolled';
import { PolledContent } from '../states/PolledContent';
import { isActive } from '../status/isActive';
import { useTranslate } from '../translations/useTranslate';
import { comparedSeries, seriesFrom } from './comparedMetrics';

const OverlayChart = lazy(() => import('../charts/OverlayChart'));

/** While one of the runs goes. */
const ACTIVE_INTERVAL_MS = 5_000;

const NO_ROWS: readonly OverlayRow[] = [];

/** A figure of all the runs over the time since each began: of all their requests, or of one endpoint. */
export function ComparedOverTime(props: {
  readonly comparison: Comparison;
  /** What each run is called, in their order. */
  readonly names: readonly string[];
  readonly params: URLSearchParams;
  readonly onChange: (to: Readonly<Record<string, string | undefined>>) => void;
}) {
  const { comparison, names, params, onChange } = props;
  const t = useTranslate();
  const offered = useMemo(() => comparedSeries(t), [t]);
  const chosen = seriesFrom(params.get('series'));
  const series = offered.find(one => one.value === chosen) ?? offered[0];
  const asked = params.get('endpoint');
  const endpoint = comparison.endpoints.find(
    one => endpointName(one) === asked,
  );
  const points = useEndpointPointsOf(comparison.runs, endpoint);
  const known = points.status === 'loaded' ? points.value : undefined;
  const ofEndpoint = useMemo(
    () => (known ? overlaySeries(known, series.value) : NO_ROWS),
    [known, series.value],
  );
  // The chart stays where it is while figures are on their way, and so does the focus on what chose them.
  return (
    <>
      {points.status !== 'loading' && (
        <PolledContent resource={points} what="comparison" rows={1}>
          {() => null}
        </PolledContent>
      )}
      <Suspense
        fallback={
          <Panel title={t('compare.overTime')}>
            <Skeleton variant="rect" height={260} />
          </Panel>
        }
      >
        <OverlayChart
          heading={t('compare.overTime')}
          subtitle={t('compare.sinceBegan')}
          title={
            endpoint
              ? `${series.title}: ${endpointName(endpoint)}`
              : series.title
          }
          rows={
            endpoint ? ofEndpoint : comparison.series[series.value] ?? NO_ROWS
          }
          names={names}
          format={series.format}
          actions={
            <>
              <SelectField
                label={t('terms.endpoint')}
                value={endpoint ? endpointName(endpoint) : ''}
                options={[
                  { value: '', label: t('compare.allRequests') },
                  ...comparison.endpoints.map(one => ({
                    value: endpointName(one),
                    label: endpointName(one),
                  })),
                ]}
                onChange={value => onChange({ endpoint: value || undefined })}
              />
              <Segments
                label={t('compare.figureOverTime')}
                value={series.value}
                options={offered}
                onChange={value => onChange({ series: value })}
              />
            </>
          }
        />
      </Suspense>
    </>
  );
}

/** The points of an endpoint, run by run: a comparison does not come with them, for there may be hundreds of endpoints. */
function useEndpointPointsOf(
  runs: Comparison['runs'],
  endpoint: Endpoint | undefined,
): PolledResource<readonly (readonly Point[])[]> {
  const api = useApi(locustApiRef);
  const active = runs.some(run => isActive(run.phase));
  return usePolled(
    JSON.stringify(
      endpoint && [
        runs.map(run => run.id),
        endpoint.method,
        endpoint.name,
        active,
      ],
    ) ?? 'none',
    () =>
      Promise.all(
        endpoint
          ? runs.map(run =>
              api.getPoints(run.id, undefined, endpoint).catch(noneOfRun),
            )
          : [],
      ),
    () => (endpoint && active ? ACTIVE_INTERVAL_MS : 'never'),
  );
}

/** A run that never asked the endpoint, or of which no figures were kept, has no line. */
function noneOfRun(error: unknown): readonly Point[] {
  if (error instanceof ResponseError && error.statusCode === 404) {
    return [];
  }
  throw error;
}
