import { makeStyles } from '@material-ui/core/styles';
import type { Finding } from 'backstage-plugin-locust-common';
import type { StatusShape } from '../status/runStatus';
import { StatusChip } from '../status/StatusChip';
import { StatusIcon } from '../status/StatusIcon';
import type { Tone } from '../status/toneColours';
import { useTranslate } from '../translations/useTranslate';

const useStyles = makeStyles(theme => ({
  list: {
    listStyle: 'none',
    margin: theme.spacing(1, 0, 0),
    padding: 0,
    display: 'grid',
    gap: theme.spacing(1.5),
    fontSize: theme.typography.pxToRem(13),
    overflowWrap: 'anywhere',
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1),
  },
  code: { fontWeight: 700 },
  fix: { color: theme.palette.text.secondary },
}));

const LOOKS: Readonly<
  Record<
    Finding['severity'],
    { readonly tone: Tone; readonly shape: StatusShape }
  >
> = {
  error: { tone: 'error', shape: 'failed' },
  warning: { tone: 'warning', shape: 'broken' },
  info: { tone: 'info', shape: 'waiting' },
};

/** What the self-check has found, and what to do about it; nothing where it has found nothing. */
export function Findings(props: {
  readonly findings: readonly Finding[];
  /** What they are about. */
  readonly about: string;
}) {
  const { findings, about } = props;
  const t = useTranslate();
  const classes = useStyles();
  if (findings.length === 0) {
    return null;
  }
  return (
    <ul
      className={classes.list}
      aria-label={t('engine.found', { what: about })}
    >
      {findings.map(({ severity, code, what, fix }) => {
        const { tone, shape } = LOOKS[severity];
        return (
          <li key={code}>
            <div className={classes.head}>
              <StatusChip tone={tone} icon={<StatusIcon shape={shape} />}>
                {t(`engine.severity.${severity}`)}
              </StatusChip>
              <span className={classes.code}>{t(`engine.codes.${code}`)}</span>
            </div>
            <div>{what}</div>
            <div className={classes.fix}>
              <b>{t('engine.fix')}</b> {fix}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
