import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { useTranslate } from '../translations/useTranslate';

const useStyles = makeStyles(theme => ({
  crumbs: { fontSize: theme.typography.pxToRem(12) },
  title: {
    margin: 0,
    fontSize: theme.typography.pxToRem(20),
    fontWeight: 700,
    overflowWrap: 'anywhere',
  },
  about: {
    // Text of second rank is too pale on the page's own ground.
    color: theme.palette.text.primary,
    fontSize: theme.typography.pxToRem(13),
    overflowWrap: 'anywhere',
  },
}));

/** The head of a screen below the list: the way back, what it is, and of what. */
export function PageHead(props: {
  readonly title: ReactNode;
  /** What stands behind the way back. */
  readonly crumbs?: ReactNode;
  readonly about?: ReactNode;
}) {
  const classes = useStyles();
  const t = useTranslate();
  const paths = useLoadTestsPaths();
  return (
    <div>
      <div className={classes.crumbs}>
        <Link to={paths.list()}>{t('terms.loadTests')}</Link>
        {props.crumbs && <> · {props.crumbs}</>}
      </div>
      <h2 className={classes.title}>{props.title}</h2>
      {props.about && <div className={classes.about}>{props.about}</div>}
    </div>
  );
}
