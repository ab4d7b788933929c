import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';

const useStyles = makeStyles(theme => ({
  rows: { display: 'grid', gap: theme.spacing(1.5) },
  row: {
    display: 'grid',
    gridTemplateColumns: '3fr 2fr 1fr 1fr',
    gap: theme.spacing(2),
    [theme.breakpoints.down('xs')]: { gridTemplateColumns: '3fr 2fr' },
  },
  wide: { [theme.breakpoints.down('xs')]: { display: 'none' } },
}));

/** The shape of a list before its content is there. */
export function LoadingRows(props: {
  readonly label: string;
  readonly count?: number;
}) {
  const classes = useStyles();
  return (
    <div role="status" aria-label={props.label} className={classes.rows}>
      {Array.from({ length: props.count ?? 5 }, (_, index) => (
        <div key={index} className={classes.row}>
          <Skeleton height={28} />
          <Skeleton height={28} />
          <Skeleton height={28} className={classes.wide} />
          <Skeleton height={28} className={classes.wide} />
        </div>
      ))}
    </div>
  );
}
