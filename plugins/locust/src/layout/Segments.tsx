import { makeStyles } from '@material-ui/core/styles';
import ToggleButton from '@material-ui/lab/ToggleButton';
import ToggleButtonGroup from '@material-ui/lab/ToggleButtonGroup';
import { toneColours } from '../status/toneColours';

const useStyles = makeStyles(theme => {
  const chosen = toneColours(theme, 'info');
  return {
    group: { maxWidth: '100%', flexWrap: 'wrap' },
    segment: {
      textTransform: 'none',
      fontWeight: 600,
      fontSize: theme.typography.pxToRem(13),
      lineHeight: 1.5,
      padding: theme.spacing(0.75, 1.75),
      [theme.breakpoints.down('xs')]: { padding: theme.spacing(0.75, 1.25) },
      color: theme.palette.text.primary,
      borderColor: theme.palette.divider,
      '&.Mui-selected, &.Mui-selected:hover': {
        backgroundColor: chosen.background,
        color: chosen.foreground,
      },
    },
  };
});

/** One choice among a few, all of them visible. */
export function Segments<T extends string>(props: {
  readonly label: string;
  readonly value: T;
  readonly options: ReadonlyArray<{
    readonly value: T;
    readonly label: string;
  }>;
  readonly onChange: (value: T) => void;
}) {
  const classes = useStyles();
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      aria-label={props.label}
      className={classes.group}
      value={props.value}
      onChange={(_, value: T | null) => value && props.onChange(value)}
    >
      {props.options.map(option => (
        <ToggleButton
          key={option.value}
          value={option.value}
          className={classes.segment}
        >
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
