import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { LinkButton } from '@backstage/core-components';
import { COMPARED_RUNS } from 'backstage-plugin-locust-common';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
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
  const paths = useLoadTestsPaths();
  const state = selectionState(runIds.length);
  if (state === 'none') {
    return null;
  }
  const count = runIds.length;
  const words = {
    tooFew: '1 run chosen. Choose another one to compare it with.',
    ready: `${count} runs chosen`,
    full: `${count} runs chosen, which is as many as can be compared`,
  };
  return (
    <div className={classes.bar} role="region" aria-label="Comparison">
      <span className={classes.text} role="status">
        {words[state]}
      </span>
      <Button size="small" onClick={onClear}>
        Clear
      </Button>
      {count >= COMPARED_RUNS.least && (
        <LinkButton
          to={paths.compare(runIds, reference)}
          size="small"
          variant="contained"
          color="primary"
        >
          Compare {count} runs
        </LinkButton>
      )}
    </div>
  );
}
