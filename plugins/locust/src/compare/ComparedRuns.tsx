import IconButton from '@material-ui/core/IconButton';
import { makeStyles, useTheme } from '@material-ui/core/styles';
import CloseIcon from '@material-ui/icons/Close';
import { Link } from '@backstage/core-components';
import type { Comparison } from 'backstage-plugin-locust-common';
import { overlayStyles, runLetter } from '../charts/overlayStyles';
import { formatAbsolute, formatDayAndTime } from '../format/formatTime';
import { MarkIcons } from '../marks/MarkIcons';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { RunStatusChip } from '../status/RunStatusChip';
import { StatusChip } from '../status/StatusChip';
import { StatusIcon } from '../status/StatusIcon';
import { useTranslate } from '../translations/useTranslate';
import type { Regression } from './regressionsOf';

const useStyles = makeStyles(theme => ({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    '& > li': {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(0.5, 1.25),
      padding: theme.spacing(0.75, 0),
      fontSize: theme.typography.pxToRem(14),
    },
    '& > li + li': { borderTop: `1px solid ${theme.palette.divider}` },
  },
  letter: { fontWeight: 700, width: 16 },
  swatch: { flex: 'none' },
  name: { fontWeight: 600, overflowWrap: 'anywhere' },
  muted: {
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(13),
  },
  end: { marginLeft: 'auto' },
}));

/** The runs of a comparison: which letter and line is which, and what came of it. */
export function ComparedRuns(props: {
  readonly comparison: Comparison;
  readonly regressions: readonly Regression[];
  readonly now: Date;
  /** Takes a run out; absent while there are only two. */
  readonly onRemove?: (runId: string) => void;
}) {
  const { comparison, regressions, now, onRemove } = props;
  const { runs, reference } = comparison;
  const classes = useStyles();
  const t = useTranslate();
  const paths = useLoadTestsPaths();
  const theme = useTheme();
  const styles = overlayStyles(theme, runs.length);
  return (
    <ol className={classes.list} aria-label={t('compare.runsCompared')}>
      {runs.map((run, place) => {
        const started = run.startedAt ?? run.createdAt;
        return (
          <li key={run.id}>
            <svg className={classes.swatch} width={26} height={6} aria-hidden>
              <line
                x1={0}
                x2={26}
                y1={3}
                y2={3}
                strokeWidth={3}
                stroke={styles[place].colour}
                strokeDasharray={styles[place].dash}
              />
            </svg>
            <span className={classes.letter}>{runLetter(place)}</span>
            <Link to={paths.run(run.id)} className={classes.name}>
              {run.test}
            </Link>
            <MarkIcons run={run} />
            <span className={classes.muted} title={formatAbsolute(started, t)}>
              {formatDayAndTime(started, undefined, t)}
              {run.users !== undefined &&
                ` · ${t('terms.userCount', { count: run.users })}`}
            </span>
            <RunStatusChip run={run} now={now} />
            {place === reference && (
              <StatusChip tone="info">{t('compare.isReference')}</StatusChip>
            )}
            {regressions
              .filter(one => one.runId === run.id)
              .map(one => (
                <StatusChip
                  key={one.metric}
                  tone="error"
                  icon={<StatusIcon shape="failed" />}
                  title={one.sentence}
                >
                  {one.word}
                </StatusChip>
              ))}
            {onRemove && (
              <IconButton
                size="small"
                className={classes.end}
                aria-label={t('compare.takeOut', {
                  run: runLetter(place),
                  test: run.test,
                })}
                onClick={() => onRemove(run.id)}
              >
                <CloseIcon fontSize="small" />
              </IconButton>
            )}
          </li>
        );
      })}
    </ol>
  );
}
