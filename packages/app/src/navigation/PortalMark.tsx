import {
  Link,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  link: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1.5),
    height: 72,
    paddingLeft: (sidebarConfig.drawerWidthClosed - 32) / 2,
    color: theme.palette.navigation.selectedColor,
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.navigation.indicator}`,
      outlineOffset: -4,
    },
  },
  mark: { flex: 'none', width: 32, height: 32 },
  title: {
    fontSize: theme.typography.pxToRem(16),
    fontWeight: 700,
    whiteSpace: 'nowrap',
  },
  load: { fill: theme.palette.navigation.indicator },
  response: {
    fill: 'none',
    stroke: theme.palette.navigation.selectedColor,
    strokeWidth: 2.5,
    strokeLinecap: 'round',
    strokeLinejoin: 'round',
  },
}));

/** The portal's mark, load under a response curve, and beside it the title while the side bar is open. */
export const PortalMark = () => {
  const classes = useStyles();
  const { isOpen } = useSidebarOpenState();
  const title =
    useApi(configApiRef).getOptionalString('app.title') ?? 'Load test portal';
  return (
    <Link to="/" underline="none" className={classes.link} aria-label={title}>
      <svg className={classes.mark} viewBox="0 0 32 32" aria-hidden="true">
        <g className={classes.load}>
          <rect x="3" y="21" width="5" height="8" rx="1" />
          <rect x="10" y="16" width="5" height="13" rx="1" />
          <rect x="17" y="11" width="5" height="18" rx="1" />
          <rect x="24" y="16" width="5" height="13" rx="1" />
        </g>
        <polyline
          className={classes.response}
          points="3,13 10,11 17,4 22,8 29,6"
        />
      </svg>
      {isOpen && <span className={classes.title}>{title}</span>}
    </Link>
  );
};
