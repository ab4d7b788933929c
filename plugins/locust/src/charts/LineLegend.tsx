import { makeStyles } from '@material-ui/core/styles';
import { useTranslate } from '../translations/useTranslate';
import { LineSwatch } from './LineSwatch';
import type { TimeLine } from './TimeLine';

const useStyles = makeStyles(theme => ({
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 0.5),
    listStyle: 'none',
    margin: 0,
    padding: 0,
    maxWidth: '100%',
    fontSize: theme.typography.pxToRem(12),
    color: theme.palette.text.primary,
  },
  line: {
    display: 'flex',
    alignItems: 'center',
    gap: 5,
    maxWidth: '100%',
    padding: theme.spacing(0.25, 0.5),
    border: 0,
    borderRadius: 4,
    font: 'inherit',
    color: 'inherit',
    backgroundColor: 'transparent',
  },
  button: {
    cursor: 'pointer',
    '&:hover, &[aria-pressed=true]': {
      backgroundColor: theme.palette.action.selected,
    },
    '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
  },
  name: { overflowWrap: 'anywhere', textAlign: 'left' },
}));

/** Which line is which. Where one can be brought to the front, each is a button that does it, also under the pointer. */
export function LineLegend(props: {
  readonly title: string;
  readonly lines: readonly TimeLine[];
  readonly pinned?: string;
  readonly onPin?: (id: string | undefined) => void;
  readonly onHover?: (id: string | undefined) => void;
}) {
  const { title, lines, pinned, onPin, onHover } = props;
  const t = useTranslate();
  const classes = useStyles();
  return (
    <ul
      className={classes.legend}
      aria-label={t('charts.lines.of', { chart: title })}
    >
      {lines.map(line => {
        const content = (
          <>
            <LineSwatch line={line} />
            <span className={classes.name}>{line.name}</span>
          </>
        );
        return (
          <li key={line.id}>
            {onPin ? (
              <button
                type="button"
                className={`${classes.line} ${classes.button}`}
                aria-pressed={pinned === line.id}
                title={t('charts.lines.toFront')}
                onClick={() => onPin(pinned === line.id ? undefined : line.id)}
                onPointerEnter={() => onHover?.(line.id)}
                onPointerLeave={() => onHover?.(undefined)}
                onFocus={() => onHover?.(line.id)}
                onBlur={() => onHover?.(undefined)}
              >
                {content}
              </button>
            ) : (
              <span className={classes.line}>{content}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
