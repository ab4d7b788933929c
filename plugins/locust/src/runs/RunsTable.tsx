import type { ReactNode } from 'react';
import Checkbox from '@material-ui/core/Checkbox';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';
import { makeStyles } from '@material-ui/core/styles';
import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import type { Run } from 'backstage-plugin-locust-common';
import { DeltaMark } from '../delta/DeltaMark';
import { deltasTo } from '../delta/deltasTo';
import { baselineFor } from '../delta/useBaselines';
import { DoubtsMark } from '../doubts/DoubtsMark';
import { formatClock } from '../format/formatClock';
import {
  formatCount,
  formatMilliseconds,
  formatRate,
  formatRatio,
  NO_FIGURE,
} from '../format/formatNumber';
import { formatAbsolute, formatRelative } from '../format/formatTime';
import { useNarrow } from '../layout/useNarrow';
import { useTableStyles } from '../layout/useTableStyles';
import { MarkIcons } from '../marks/MarkIcons';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { usePersonName } from '../people/usePersonName';
import { isActive } from '../status/isActive';
import { RunStatusChip } from '../status/RunStatusChip';
import { secondsRun } from '../status/runStatus';
import type { Translate } from '../translations/Translate';
import { useTranslate } from '../translations/useTranslate';
import { P95Course } from './P95Course';
import { RunMenu, type RunMenuActions } from './RunMenu';
import { runOrigin } from './runOrigin';

const useStyles = makeStyles(theme => ({
  cards: {
    listStyle: 'none',
    margin: theme.spacing(0, -2, -1),
    padding: 0,
    '& > li': {
      padding: theme.spacing(1.5, 2),
      borderTop: `1px solid ${theme.palette.divider}`,
    },
  },
  cardHead: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
  },
  cardBody: { flex: 1, minWidth: 0 },
  cardFigures: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.25, 2),
    margin: theme.spacing(1, 0, 0),
    fontSize: theme.typography.pxToRem(13),
    '& > div': { display: 'flex', gap: theme.spacing(0.5) },
    '& dt': { color: theme.palette.text.secondary },
    '& dd': { margin: 0, fontVariantNumeric: 'tabular-nums' },
  },
  choose: { padding: 4 },
  // Where the table is tight, a reason is cut short before a name is broken.
  run: { minWidth: 160 },
  result: { maxWidth: 210 },
  chipLine: { marginTop: theme.spacing(0.75) },
}));

interface RunsTableProps {
  readonly runs: readonly Run[];
  readonly now: Date;
  readonly actions: RunMenuActions;
  /** What runs are held against, each by that of its test. */
  readonly baselines: readonly Run[];
  /** Ids of the runs chosen to be compared. */
  readonly chosen: ReadonlySet<string>;
  /** Whether no more can be chosen. */
  readonly full: boolean;
  readonly onChoose: (run: Run, chosen: boolean) => void;
  /** Whether to say where a run was, for lists over several entities. */
  readonly withPlace?: boolean;
}

/** A run's figures as the list says them. */
function figuresOf(run: Run, now: Date, t: Translate) {
  const seconds = secondsRun(run, now);
  return {
    duration:
      seconds === undefined || isActive(run.phase)
        ? NO_FIGURE
        : formatClock(seconds),
    users: formatCount(run.users, t),
    requests: formatCount(run.total?.requests, t),
    rps: formatRate(run.total?.rps, t),
    failures: formatRatio(run.total?.failRatio, t),
    p95: formatMilliseconds(run.total?.percentiles['95'], t),
  };
}

/** How far a run's p95 is from that of its test's baseline. */
function P95Delta(props: {
  readonly run: Run;
  readonly baselines: readonly Run[];
}) {
  const { run, baselines } = props;
  const t = useTranslate();
  const baseline = baselineFor(run, baselines);
  const { p95 } = baseline ? deltasTo(baseline.total, run.total) : {};
  return p95 ? (
    <>
      {' '}
      <DeltaMark metric="p95" delta={p95} reference={t('delta.theBaseline')} />
    </>
  ) : null;
}

/** Chooses a run for a comparison. */
function ChooseRun(props: {
  readonly run: Run;
  readonly now: Date;
  readonly chosen: ReadonlySet<string>;
  readonly full: boolean;
  readonly onChoose: (run: Run, chosen: boolean) => void;
}) {
  const { run, now, full, onChoose } = props;
  const t = useTranslate();
  const classes = useStyles();
  const chosen = props.chosen.has(run.id);
  return (
    <Checkbox
      size="small"
      color="primary"
      className={classes.choose}
      checked={chosen}
      disabled={full && !chosen}
      inputProps={{
        'aria-label': t('runs.compareRun', {
          test: run.test,
          when: formatRelative(run.startedAt ?? run.createdAt, now, t),
        }),
      }}
      onChange={(_, checked) => onChoose(run, checked)}
    />
  );
}

function place(run: Run): string {
  const entity = run.entityRef && parseEntityRef(run.entityRef).name;
  return [entity, `${run.cluster} / ${run.namespace}`]
    .filter(Boolean)
    .join(' · ');
}

/** Runs with their figures: a table where there is room, cards where there is not. */
export function RunsTable(props: RunsTableProps) {
  return useNarrow() ? <RunCards {...props} /> : <WideTable {...props} />;
}

function WideTable(props: RunsTableProps) {
  const { runs, now, withPlace, baselines } = props;
  const t = useTranslate();
  const classes = useStyles();
  const table = useTableStyles();
  const paths = useLoadTestsPaths();
  const personName = usePersonName();
  return (
    <div className={table.scroll}>
      <Table className={table.table} aria-label={t('terms.runs')}>
        <TableHead>
          <TableRow>
            <TableCell aria-label={t('runs.compare')} />
            <TableCell>{t('terms.run')}</TableCell>
            <TableCell>{t('terms.result')}</TableCell>
            <TableCell>{t('runs.started')}</TableCell>
            <TableCell className={table.figure}>{t('runs.duration')}</TableCell>
            <TableCell className={table.figure}>{t('terms.users')}</TableCell>
            <TableCell className={table.figure}>
              {t('terms.requests')}
            </TableCell>
            <TableCell className={table.figure}>{t('terms.rps')}</TableCell>
            <TableCell className={table.figure}>
              {t('terms.failures')}
            </TableCell>
            <TableCell className={table.figure}>
              {t('compare.inMs', { figure: t('delta.names.p95') })}
            </TableCell>
            <TableCell aria-label={t('runs.actions')} />
          </TableRow>
        </TableHead>
        <TableBody>
          {runs.map(run => {
            const figures = figuresOf(run, now, t);
            const started = run.startedAt ?? run.createdAt;
            return (
              <TableRow key={run.id}>
                <TableCell padding="checkbox">
                  <ChooseRun {...props} run={run} />
                </TableCell>
                <TableCell className={classes.run}>
                  <Link to={paths.run(run.id)} className={table.name}>
                    {run.test}
                  </Link>
                  <MarkIcons run={run} />
                  <div className={table.muted}>
                    {runOrigin(run, personName, t)}
                    {withPlace && ` · ${place(run)}`}
                  </div>
                </TableCell>
                <TableCell className={classes.result}>
                  <RunStatusChip run={run} now={now} />
                  <DoubtsMark run={run} />
                </TableCell>
                <TableCell
                  className={table.when}
                  title={formatAbsolute(started, t)}
                >
                  {formatRelative(started, now, t)}
                </TableCell>
                <TableCell className={table.figure}>
                  {figures.duration}
                </TableCell>
                <TableCell className={table.figure}>{figures.users}</TableCell>
                <TableCell className={table.figure}>
                  {figures.requests}
                </TableCell>
                <TableCell className={table.figure}>{figures.rps}</TableCell>
                <TableCell className={table.figure}>
                  {figures.failures}
                </TableCell>
                <TableCell className={table.figure}>
                  {figures.p95}
                  <P95Delta run={run} baselines={baselines} />
                  <P95Course run={run} />
                </TableCell>
                <TableCell className={table.figure}>
                  <RunMenu run={run} {...props.actions} />
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </div>
  );
}

function RunCards(props: RunsTableProps) {
  const { runs, now, withPlace, baselines } = props;
  const t = useTranslate();
  const classes = useStyles();
  const table = useTableStyles();
  const paths = useLoadTestsPaths();
  const personName = usePersonName();
  return (
    <ul className={classes.cards} aria-label={t('terms.runs')}>
      {runs.map(run => {
        const figures = figuresOf(run, now, t);
        const started = run.startedAt ?? run.createdAt;
        return (
          <li key={run.id}>
            <div className={classes.cardHead}>
              <ChooseRun {...props} run={run} />
              <div className={classes.cardBody}>
                <Link to={paths.run(run.id)} className={table.name}>
                  {run.test}
                </Link>
                <MarkIcons run={run} />
                <div className={table.muted} title={formatAbsolute(started, t)}>
                  {runOrigin(run, personName, t)} ·{' '}
                  {formatRelative(started, now, t)}
                  {withPlace && ` · ${place(run)}`}
                </div>
                <div className={classes.chipLine}>
                  <RunStatusChip run={run} now={now} />
                  <DoubtsMark run={run} />
                </div>
              </div>
              <RunMenu run={run} {...props.actions} />
            </div>
            {run.total && (
              <dl className={classes.cardFigures}>
                <Figure name={t('terms.users')} value={figures.users} />
                <Figure name={t('terms.requests')} value={figures.requests} />
                <Figure name={t('terms.rps')} value={figures.rps} />
                <Figure name={t('terms.failures')} value={figures.failures} />
                <Figure name={t('delta.names.p95')} value={`${figures.p95} ms`}>
                  <P95Delta run={run} baselines={baselines} />
                </Figure>
                {figures.duration !== NO_FIGURE && (
                  <Figure name={t('runs.duration')} value={figures.duration} />
                )}
              </dl>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Figure(props: {
  readonly name: string;
  readonly value: string;
  readonly children?: ReactNode;
}) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>
        {props.value}
        {props.children}
      </dd>
    </div>
  );
}
