import { useId, useMemo } from 'react';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import type { Point, Run } from 'backstage-plugin-locust-common';
import { formatClock } from '../format/formatClock';
import {
  formatCount,
  formatMilliseconds,
  formatRate,
} from '../format/formatNumber';
import { Panel } from '../layout/Panel';
import { useRunEvents } from '../live/useRunEvents';
import { useSame } from '../live/useSame';
import { explainError } from '../states/explainError';
import { isActive } from '../status/isActive';
import { chartLimits, crossingMarker, type ChartLimit } from './chartLimits';
import { chartMarkers, type ChartMarker } from './chartMarkers';
import { MarkerList } from './MarkerList';
import { samplesOf, type PointField } from './Samples';
import { seriesColours } from './seriesColours';
import { TimeChart } from './TimeChart';
import type { TimeLine } from './TimeLine';
import { useChartsView } from './useChartsView';
import { ZoomControls } from './ZoomControls';

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
    margin: 0,
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

/** The limits that belong to one of these lines. */
function limitsOn(
  limits: readonly ChartLimit[],
  fields: readonly PointField[],
): readonly ChartLimit[] {
  return limits.filter(
    ({ endpoint, field }) => !endpoint && fields.includes(field),
  );
}

/** When a line of these first was beyond its limit. */
function crossings(
  limits: readonly ChartLimit[],
  points: readonly Point[],
): readonly ChartMarker[] {
  return limits.flatMap(limit => {
    const marker = crossingMarker(limit, samplesOf(points, limit.field));
    return marker ? [marker] : [];
  });
}

function inOrder(markers: readonly ChartMarker[]): readonly ChartMarker[] {
  return [...markers].sort((a, b) => a.seconds - b.seconds);
}

/** The run over time: response times, throughput, users. */
export default function RunCharts(props: {
  readonly run: Run;
  readonly points: readonly Point[];
}) {
  const { run, points } = props;
  const classes = useStyles();
  const theme = useTheme();
  const hintId = useId();
  const active = isActive(run.phase);
  const view = useChartsView(
    Math.max(
      points[points.length - 1]?.elapsedSeconds ?? 0,
      // So that the axis does not move while the run goes.
      (active && run.runTimeSeconds) || 0,
    ),
  );
  const events = useRunEvents(run);
  const happened = events.status === 'loaded' ? events.value : undefined;
  const markers = useSame(chartMarkers(run, points, happened ?? []));
  const limits = useSame(chartLimits(run));
  const { times, throughput, users } = useMemo(() => {
    const colours = seriesColours(theme);
    const line = (
      field: PointField,
      name: string,
      style: Pick<TimeLine, 'colour' | 'dash' | 'kept'>,
    ): TimeLine => ({
      id: field,
      name,
      samples: samplesOf(points, field),
      ...style,
    });
    return {
      times: [
        line('p95', 'p95', { colour: colours.second, kept: 'highest' }),
        line('median', 'median', { colour: colours.first, kept: 'mean' }),
        line('avg', 'average', {
          colour: colours.quiet,
          dash: '5 4',
          kept: 'mean',
        }),
      ],
      throughput: [
        line('rps', 'requests/s', { colour: colours.good, kept: 'mean' }),
        line('failuresPerSecond', 'failures/s', {
          colour: colours.bad,
          dash: '2 3',
          kept: 'highest',
        }),
      ],
      users: [line('users', 'users', { colour: colours.first, kept: 'mean' })],
    };
  }, [points, theme]);
  const timeLimits = useMemo(
    () => limitsOn(limits, ['p95', 'median', 'avg']),
    [limits],
  );
  const rateLimits = useMemo(() => limitsOn(limits, ['rps']), [limits]);
  const timeMarkers = useSame(
    inOrder([...markers, ...crossings(timeLimits, points)]),
  );
  const rateMarkers = useSame(
    inOrder([...markers, ...crossings(rateLimits, points)]),
  );
  const listed = inOrder([
    ...timeMarkers,
    ...rateMarkers.filter(({ kind }) => kind === 'crossing'),
  ]);
  const shared = {
    view,
    hintId,
    emptyText: active
      ? 'The first figures come a few seconds after the start.'
      : 'No figures were recorded.',
  };
  return (
    <div className={classes.charts}>
      <div className={classes.wide}>
        <Panel label="What the charts show">
          <div className={classes.bar}>
            <p id={hintId} className={classes.hint}>
              Drag across a chart to zoom. By keyboard: arrow keys move along
              it, with Shift they choose a stretch, Enter shows it, Escape takes
              it back.
            </p>
            <ZoomControls view={view} />
          </div>
        </Panel>
      </div>
      <div className={classes.wide}>
        <TimeChart
          {...shared}
          title="Response times"
          subtitle="ms, all requests of the last ten seconds"
          lines={times}
          markers={timeMarkers}
          limits={timeLimits}
          words
          format={formatMilliseconds}
          height={230}
        />
      </div>
      <TimeChart
        {...shared}
        title="Throughput"
        subtitle="per second"
        lines={throughput}
        markers={rateMarkers}
        limits={rateLimits}
        format={formatRate}
        height={170}
      />
      <TimeChart
        {...shared}
        title="Users"
        subtitle={usersNote(run, points)}
        lines={users}
        markers={markers}
        format={formatCount}
        height={170}
      />
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
