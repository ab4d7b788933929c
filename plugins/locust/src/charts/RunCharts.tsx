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

// The same functions every time, or all charts would be drawn again.
const noLines: SamplesOfLine = () => undefined;
const formatTimes = (value: number) => formatMilliseconds(value);
const formatRates = (value: number) => formatRate(value);
const formatUsers = (value: number) => formatCount(value);

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
const FIGURES = [
  { value: 'p95', label: 'p95' },
  { value: 'median', label: 'Median' },
  { value: 'avg', label: 'Average' },
] as const;

/** `200 of 200 since 0:40`, once all users are there. */
function usersNote(run: Run, points: readonly Point[]): string | undefined {
  if (!run.users) {
    return undefined;
  }
  const wanted = run.users;
  const full = points.find(point => point.users >= wanted);
  const now = points[points.length - 1]?.users;
  return full
    ? `all ${formatCount(wanted)} since ${formatClock(full.elapsedSeconds)}`
    : (now !== undefined && `${formatCount(now)} of ${formatCount(wanted)}`) ||
        undefined;
}

/** The run over time: response times, throughput, users; of all requests, and of the endpoints that one picks. */
function RunCharts(props: {
  readonly run: Run;
  readonly points: readonly Point[];
  readonly requests: readonly RequestStatistics[];
}) {
  const { run, points, requests } = props;
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
  const markers = useSame(chartMarkers(run, points, happened ?? []));
  const limits = useSame(chartLimits(run));
  const isByEndpoint = chosen.length > 0;
  const figure =
    FIGURES.find(one => one.value === params.get('figure')) ?? FIGURES[0];

  const whole = useMemo(() => wholeLines(theme, points), [theme, points]);
  const byEndpoint = useMemo(() => {
    const lines = (field: PointField) =>
      endpointLines(theme, field, points, endpoints, known);
    return isByEndpoint
      ? {
          times: lines(figure.value),
          rps: lines('rps'),
          failures: lines('failuresPerSecond'),
        }
      : undefined;
  }, [theme, points, endpoints, known, isByEndpoint, figure.value]);

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
      (isByEndpoint ? field === figure.value : field !== 'rps')
        ? drawn(field, endpoint)
        : undefined,
    [drawn, isByEndpoint, figure.value],
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
    emptyText: active
      ? 'The first figures come a few seconds after the start.'
      : 'No figures were recorded.',
  };
  const about = isByEndpoint
    ? 'of all requests and of the endpoints chosen'
    : undefined;
  return (
    <div className={classes.charts}>
      <div className={classes.wide}>
        <Panel label="What the charts show">
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
            Drag across a chart to zoom. By keyboard: arrow keys move along it,
            with Shift they choose a stretch, Enter shows it, Escape takes it
            back.
          </p>
          {without.length > 0 && (
            <p className={classes.hint}>
              No figures over time were kept of {without.join(', ')}.
            </p>
          )}
          {failed.map(({ name, error }) => (
            <Notice
              key={name}
              tone="warning"
              title={`The figures of ${name} are missing or old`}
            >
              {explainError(error).message}
            </Notice>
          ))}
        </Panel>
      </div>
      <div className={classes.wide}>
        <RunChart
          {...shared}
          title="Response times"
          subtitle={
            about ? `ms, ${about}` : 'ms, all requests of the last ten seconds'
          }
          lines={byEndpoint?.times ?? whole.times}
          samplesOf={timesDrawn}
          words
          format={formatTimes}
          height={byEndpoint ? 300 : 230}
          actions={
            byEndpoint && (
              <Segments
                label="Response time"
                value={figure.value}
                options={FIGURES}
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
            title="Requests/s"
            subtitle={about}
            lines={byEndpoint.rps}
            samplesOf={ratesDrawn}
            format={formatRates}
            height={220}
          />
          <RunChart
            {...shared}
            title="Failures/s"
            subtitle={about}
            lines={byEndpoint.failures}
            format={formatRates}
            height={220}
          />
        </>
      ) : (
        <RunChart
          {...shared}
          title="Throughput"
          subtitle="per second"
          lines={whole.throughput}
          samplesOf={ratesDrawn}
          format={formatRates}
          height={170}
        />
      )}
      <div className={byEndpoint && classes.wide}>
        <RunChart
          {...shared}
          title="Users"
          subtitle={usersNote(run, points)}
          lines={whole.users}
          format={formatUsers}
          height={170}
        />
      </div>
      {(listed.length > 0 || events.status === 'failed') && (
        <div className={classes.wide}>
          <Panel title="Marked on the charts">
            {events.status === 'failed' && (
              <p className={classes.hint}>
                The events are not marked: {explainError(events.error).message}
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
