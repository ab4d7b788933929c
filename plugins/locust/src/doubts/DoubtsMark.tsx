import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';
import ReportProblemOutlinedIcon from '@material-ui/icons/ReportProblemOutlined';
import type { Run } from 'backstage-plugin-locust-common';
import { toneColours } from '../status/toneColours';
import { useTranslate } from '../translations/useTranslate';

const useStyles = makeStyles(theme => ({
  mark: {
    display: 'inline-flex',
    marginLeft: theme.spacing(0.75),
    verticalAlign: 'middle',
    borderRadius: 4,
    color: toneColours(theme, 'warning').foreground,
    '& svg': { fontSize: 18 },
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
    },
  },
  tip: { fontSize: theme.typography.pxToRem(12), maxWidth: 360 },
  line: { '& + &': { marginTop: theme.spacing(0.75) } },
}));

/** A small sign beside a verdict that its figures are less to be trusted, with why on hovering and by keyboard. */
export function DoubtsMark(props: { readonly run: Run }) {
  const classes = useStyles();
  const t = useTranslate();
  const doubts = props.run.doubts ?? [];
  if (doubts.length === 0) {
    return null;
  }
  return (
    <Tooltip
      classes={{ tooltip: classes.tip }}
      title={
        <>
          {doubts.map(({ code, message }) => (
            <div key={code} className={classes.line}>
              {message}
            </div>
          ))}
        </>
      }
    >
      <span
        className={classes.mark}
        role="img"
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- its tooltip is to be had by keyboard
        tabIndex={0}
        aria-label={t('doubts.mark', {
          doubts: doubts.map(it => it.message).join(' '),
        })}
      >
        <ReportProblemOutlinedIcon aria-hidden />
      </span>
    </Tooltip>
  );
}
