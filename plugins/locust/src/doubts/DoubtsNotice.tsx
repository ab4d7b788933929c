import { makeStyles } from '@material-ui/core/styles';
import type { Run } from 'backstage-plugin-locust-common';
import { Notice } from '../states/Notice';
import { isActive } from '../status/isActive';
import { useTranslate } from '../translations/useTranslate';

const useStyles = makeStyles(theme => ({
  list: { margin: 0, paddingLeft: theme.spacing(2.5) },
}));

/** Why the figures of a run are less to be trusted; nothing where they are not. */
export function DoubtsNotice(props: { readonly run: Run }) {
  const { run } = props;
  const classes = useStyles();
  const t = useTranslate();
  const doubts = run.doubts ?? [];
  if (doubts.length === 0) {
    return null;
  }
  return (
    <Notice
      tone="warning"
      title={isActive(run.phase) ? t('doubts.soFar') : t('doubts.title')}
    >
      {doubts.length === 1 ? (
        doubts[0].message
      ) : (
        <ul className={classes.list}>
          {doubts.map(({ code, message }) => (
            <li key={code}>{message}</li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
