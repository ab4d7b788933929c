import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type { ClusterHealth } from 'backstage-plugin-locust-common';
import { formatAbsolute, formatRelative } from '../format/formatTime';
import { useTranslate } from '../translations/useTranslate';

const useStyles = makeStyles(theme => ({
  details: {
    marginTop: theme.spacing(1),
    fontSize: theme.typography.pxToRem(13),
    overflowWrap: 'anywhere',
    '& summary': { cursor: 'pointer' },
  },
  list: {
    margin: theme.spacing(0.5, 0, 0),
    paddingLeft: theme.spacing(2),
  },
  problems: {
    margin: theme.spacing(0.5, 0, 0),
    paddingLeft: theme.spacing(2),
    fontSize: theme.typography.pxToRem(13),
  },
  muted: { color: theme.palette.text.secondary },
}));

/** What is to be looked up where something is wrong: watches that fail, what belongs to nobody, the last errors. */
export function ClusterDetails(props: {
  readonly health: ClusterHealth;
  readonly now: Date;
}) {
  const { health, now } = props;
  const { orphans, recentErrors = [] } = health;
  const t = useTranslate();
  const classes = useStyles();
  const failing = health.resources.filter(it => it.error);
  return (
    <>
      {failing.length > 0 && (
        <ul className={classes.problems}>
          {failing.map(({ resource, error }, index) => (
            // With several namespaces a resource is watched in each.
            <li key={index}>
              <b>{resource}</b>: {error}
            </li>
          ))}
        </ul>
      )}
      {orphans && orphans.count > 0 && (
        <Folded title={t('engine.orphans', { count: orphans.count })}>
          {orphans.examples.map(({ kind, namespace, name, because }) => (
            <li key={`${kind} ${namespace}/${name}`}>
              {kind} {namespace}/{name}{' '}
              <span className={classes.muted}>
                {t(`engine.because.${because}`)}
              </span>
            </li>
          ))}
        </Folded>
      )}
      {recentErrors.length > 0 && (
        <Folded title={t('engine.lastErrors')}>
          {recentErrors.map(({ at, message, times }) => (
            <li key={message}>
              <span className={classes.muted} title={formatAbsolute(at, t)}>
                {times > 1
                  ? t('engine.severalTimes', {
                      when: formatRelative(at, now, t),
                      times: String(times),
                    })
                  : formatRelative(at, now, t)}
              </span>{' '}
              {message}
            </li>
          ))}
        </Folded>
      )}
    </>
  );
}

/** A list that one opens; by keyboard too, for it is the browser's own. */
function Folded(props: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <details className={classes.details}>
      <summary>{props.title}</summary>
      <ul className={classes.list}>{props.children}</ul>
    </details>
  );
}
