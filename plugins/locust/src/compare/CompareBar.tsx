import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { LinkButton } from '@backstage/core-components';
import { COMPARED_RUNS } from 'backstage-plugin-locust-common';
import { formatCount } from '../format/formatNumber';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { useTranslate } from '../translations/useTranslate';
import { selectionState } from './runSelection';

const useStyles = makeStyles(theme => ({
  bar: {
    position: 'sticky',
    bottom: theme.spacing(1),
    zIndex: 2,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 1.5),
    marginTop: theme.spacing(1.5),
    padding: theme.spacing(1, 1.5),
    borderRadius: 8,
    border: `1px solid ${theme.palette.divider}`,
    backgroundColor: theme.palette.background.paper,
    boxShadow: theme.shadows[3],
    fontSize: theme.typography.pxToRem(14),
  },
  text: { flex: '1 1 auto' },
}));

/** What is chosen in the list, and the way to see it side by side. */
export function CompareBar(props: {
  readonly runIds: readonly string[];
  /** The one of them that the others are held against; else the first chosen. */
  readonly reference?: string;
  readonly onClear: () => void;
}) {
  const { runIds, reference, onClear } = props;
  const classes = useStyles();
  const t = useTranslate();
  const paths = useLoadTestsPaths();
  const state = selectionState(runIds.length);
  if (state === 'none') {
    return null;
  }
  const number = formatCount(runIds.length, t);
  const words = {
    tooFew: t('compare.barTooFew'),
    ready: t('compare.barReady', { number }),
    full: t('compare.barFull', { number }),
  };
  return (
    <div className={classes.bar} role="region" aria-label={t('compare.title')}>
      <span className={classes.text} role="status">
        {words[state]}
      </span>
      <Button size="small" onClick={onClear}>
        {t('compare.clear')}
      </Button>
      {runIds.length >= COMPARED_RUNS.least && (
        <LinkButton
          to={paths.compare(runIds, reference)}
          size="small"
          variant="contained"
          color="primary"
        >
          {t('compare.compareRuns', { number })}
        </LinkButton>
      )}
    </div>
  );
}
