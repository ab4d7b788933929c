import { memo, useCallback, useId, useMemo } from 'react';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import { useSearchParams } from 'react-router-dom';
import type {
  Point,
  RequestStatistics,
  Run,
} from 'backstage-plugin-locust-common';
import { formatClock } from '../format/formatClock';
import {
  formatCount,
  formatMilliseconds,
  formatRate,
} from '../format/formatNumber';
import { Panel } from '../layout/Panel';
import { Segments } from '../layout/Segments';
import { useEndpointPoints } from '../live/useEndpointPoints';
import { useRunEvents } from '../live/useRunEvents';
import { useSame } from '../live/useSame';
import { explainError } from '../states/explainError';
import { Notice } from '../states/Notice';
import { isActive } from '../status/isActive';
import type { Translate } from '../translations/Translate';
import { useTranslate } from '../translations/useTranslate';
import { chartLimits } from './chartLimits';
import { chartMarkers } from './chartMarkers';
import { chosenEndpoints, endpointName, withEndpoints } from './endpointChoice';
import { EndpointPicker } from './EndpointPicker';
import { MarkerList } from './MarkerList';
import { RunChart } from './RunChart';
import { markersOn, type SamplesOfLine } from './runLimits';
import { endpointLines, wholeLines } from './runLines';
import { samplesOf, type PointField } from './Samples';
import { useChartsView } from './useChartsView';
import { ZoomControls } from './ZoomControls';

const noLines: SamplesOfLine = () => undefined;

const useStyles = makeStyles(theme => ({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1, 2),
  },
  hint: {
    fontSize: theme.typography.pxToRem(12),
    color: theme.palette.text.secondary,
    margin: theme.spacing(1, 0, 0),
  },
  charts: {
    display: 'grid',
    gap: theme.spacing(2),
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    '& > $wide': { gridColumn: '1 / -1' },
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  wide: {},
}));

/** The response times that endpoints can be looked at by. */
const FIGURES = ['p95', 'median', 'avg'] as const;

/** How figures are written; the same functions until the language is another, or all charts would be drawn again. */
function useFormats(t: Translate) {
  return useMemo(
    () => ({
      times: (value: number) => formatMilliseconds(value, t),
      rates: (value: number) => formatRate(value, t),
      users: (value: number) => formatCount(value, t),
    }),
    [t],
  );
}

/** `all 200 since 0:40`, once all users are there. */
function usersNote(
  run: Run,
  points: readonly Point[],
  t: Translate,
): string | undefined {
  if (!run.users) {
    return undefined;
  }
  const wanted = run.users;
  const full = points.find(point => point.users >= wanted);
  const now = points[points.length - 1]?.users;
  if (full) {
    return t('charts.usersSince', {
      users: formatCount(wanted, t),
      time: formatClock(full.elapsedSeconds),
    });
  }
  return now === undefined
    ? undefined
    : t('charts.usersOf', {
        users: formatCount(now, t),
        wanted: formatCount(wanted, t),
      });
}

/** The run over time: response times, throughput, users; of all requests, and of the endpoints that one picks. */
function RunCharts(props: {
  readonly run: Run;
  readonly points: readonly Point[];
  readonly requests: readonly RequestStatistics[];
}) {
  const { run, points, requests } = props;
  const t = useTranslate();
  const format = useFormats(t);
  const classes = useStyles();
  const theme = useTheme();
  const hintId = useId();
  const [params, setParams] = useSearchParams();
  const active = isActive(run.phase);
  const view = useChartsView(
    Math.max(
      points[points.length - 1]?.elapsedSeconds ?? 0,
      // So that the axis does not move while the run goes.
      (active && run.runTimeSeconds) || 0,
    ),
  );
  const chosen = chosenEndpoints(params, requests);
  const endpoints = useSame(
    chosen
      .filter(one => one.hasPoints)
      .map(({ method, name }) => ({ method, name })),
  );
  const known = useEndpointPoints(run, endpoints);
  const events = useRunEvents(run);
  const happened = events.status === 'loaded' ? events.value : undefined;
  const markers = useSame(chartMarkers(run, points, happened ?? [], t));
  const limits = useSame(chartLimits(run, t));
  const isByEndpoint = chosen.length > 0;
  const figure =
    FIGURES.find(one => one === params.get('figure')) ?? FIGURES[0];

  const whole = useMemo(() => wholeLines(theme, points, t), [theme, points, t]);
  const byEndpoint = useMemo(() => {
    const lines = (field: PointField) =>
      endpointLines(theme, field, points, endpoints, known, t);
    return isByEndpoint
      ? {
          times: lines(figure),
          rps: lines('rps'),
          failures: lines('failuresPerSecond'),
        }
      : undefined;
  }, [theme, points, endpoints, known, isByEndpoint, figure, t]);

  const drawn: SamplesOfLine = useCallback(
    (field, endpoint) => {
      if (endpoint === undefined) {
        return samplesOf(points, field);
      }
      const isChosen = endpoints.some(one => endpointName(one) === endpoint);
      const own = isChosen ? known.get(endpoint)?.points : undefined;
      return own && samplesOf(own, field);
    },
    [points, endpoints, known],
  );
  const timesDrawn: SamplesOfLine = useCallback(
    (field, endpoint) =>
      (isByEndpoint ? field === figure : field !== 'rps')
        ? drawn(field, endpoint)
        : undefined,
    [drawn, isByEndpoint, figure],
  );
  const ratesDrawn: SamplesOfLine = useCallback(
    (field, endpoint) => (field === 'rps' ? drawn(field, endpoint) : undefined),
    [drawn],
  );
  const listed = markersOn(
    markers,
    limits,
    (field, endpoint) =>
      timesDrawn(field, endpoint) ?? ratesDrawn(field, endpoint),
    t,
  );

  const without = chosen.filter(one => !one.hasPoints).map(endpointName);
  const failed = endpoints.flatMap(one => {
    const name = endpointName(one);
    const error = known.get(name)?.error;
    return error ? [{ name, error }] : [];
  });
  const shared = {
    view,
    hintId,
    markers,
    limits,
    samplesOf: noLines,
    emptyText: active ? t('charts.notYet') : t('charts.none'),
  };
  const labels = {
    p95: 'p95',
    median: t('terms.median'),
    avg: t('terms.average'),
  };
  return (
    <div className={classes.charts}>
      <div className={classes.wide}>
        <Panel label={t('charts.shown')}>
          <div className={classes.bar}>
            {requests.length > 0 && (
              <EndpointPicker
                requests={requests}
                chosen={chosen}
                onChange={next =>
                  setParams(before => withEndpoints(before, next), {
                    replace: true,
                  })
                }
              />
            )}
            <ZoomControls view={view} />
          </div>
          <p id={hintId} className={classes.hint}>
            {t('charts.hint')}
          </p>
          {without.length > 0 && (
            <p className={classes.hint}>
              {t('charts.notKept', { endpoints: without.join(', ') })}
            </p>
          )}
          {failed.map(({ name, error }) => (
            <Notice
              key={name}
              tone="warning"
              title={t('charts.missing', { endpoint: name })}
            >
              {explainError(error, t).message}
            </Notice>
          ))}
        </Panel>
      </div>
      <div className={classes.wide}>
        <RunChart
          {...shared}
          title={t('terms.responseTimes')}
          subtitle={
            byEndpoint
              ? t('charts.timesOfEndpoints')
              : t('charts.allOfLastSeconds')
          }
          lines={byEndpoint?.times ?? whole.times}
          samplesOf={timesDrawn}
          words
          format={format.times}
          height={byEndpoint ? 300 : 230}
          actions={
            byEndpoint && (
              <Segments
                label={t('charts.responseTime')}
                value={figure}
                options={FIGURES.map(value => ({
                  value,
                  label: labels[value],
                }))}
                onChange={value =>
                  setParams(
                    before => {
                      const next = new URLSearchParams(before);
                      next.set('figure', value);
                      return next;
                    },
                    { replace: true },
                  )
                }
              />
            )
          }
        />
      </div>
      {byEndpoint ? (
        <>
          <RunChart
            {...shared}
            title={t('terms.requestsPerSecond')}
            subtitle={t('charts.ofEndpoints')}
            lines={byEndpoint.rps}
            samplesOf={ratesDrawn}
            format={format.rates}
            height={220}
          />
          <RunChart
            {...shared}
            title={t('terms.failuresPerSecond')}
            subtitle={t('charts.ofEndpoints')}
            lines={byEndpoint.failures}
            format={format.rates}
            height={220}
          />
        </>
      ) : (
        <RunChart
          {...shared}
          title={t('charts.throughput')}
          subtitle={t('charts.perSecond')}
          lines={whole.throughput}
          samplesOf={ratesDrawn}
          format={format.rates}
          height={170}
        />
      )}
      <div className={byEndpoint && classes.wide}>
        <RunChart
          {...shared}
          title={t('terms.users')}
          subtitle={usersNote(run, points, t)}
          lines={whole.users}
          format={format.users}
          height={170}
        />
      </div>
      {(listed.length > 0 || events.status === 'failed') && (
        <div className={classes.wide}>
          <Panel title={t('charts.marks.title')}>
            {events.status === 'failed' && (
              <p className={classes.hint}>
                {t('charts.eventsNotMarked', {
                  message: explainError(events.error, t).message,
                })}
              </p>
            )}
            <MarkerList markers={listed} />
          </Panel>
        </div>
      )}
    </div>
  );
}

// The page that this is part of is drawn every second while a run goes.
export default memo(RunCharts);
