import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import {
  EntityRefLink,
  useEntityRefLink,
} from '@backstage/plugin-catalog-react';
import type { Run } from 'backstage-plugin-locust-common';
import { locustApiRef } from '../api/LocustApi';
import { TAB_PATH } from '../card/LoadTestsCard';
import { formatAbsolute, formatRelative } from '../format/formatTime';
import { useNow } from '../live/useNow';
import { usePolled } from '../live/usePolled';
import { useRunSignals } from '../live/useRunSignals';
import { pathsBelow } from '../navigation/LoadTestsPaths';
import { ErrorState } from '../states/ErrorState';
import { LoadingRows } from '../states/LoadingRows';
import { StaleNotice } from '../states/StaleNotice';
import { RunStatusChip } from '../status/RunStatusChip';
import { useTranslate } from '../translations/useTranslate';
import { homeRuns } from './homeRuns';

const useStyles = makeStyles(theme => ({
  heading: {
    margin: theme.spacing(1.5, 0, 0.5),
    fontSize: theme.typography.pxToRem(14),
    fontWeight: 700,
    '&:first-child': { marginTop: 0 },
  },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1),
    padding: theme.spacing(0.5, 0),
  },
  test: { fontWeight: 600, overflowWrap: 'anywhere' },
  muted: {
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(13),
  },
}));

/** So many of the newest runs are looked at. */
const RUNS = 100;
/** Groups beyond these would make a longer address than proxies take. */
const MOST_OWNERS = 50;

/** The load tests of what one owns: those that fail, those that go, and how the others came out last. */
export function HomeLoadTests() {
  const classes = useStyles();
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const identity = useApi(identityApiRef);
  const mine = usePolled(
    'mine',
    async () => {
      const { ownershipEntityRefs } = await identity.getBackstageIdentity();
      const { items } = await api.listRuns({
        owner: ownershipEntityRefs.slice(0, MOST_OWNERS).join(','),
        limit: RUNS,
      });
      return homeRuns(items);
    },
    ({ running }) => (running.length > 0 ? 10_000 : 60_000),
    useRunSignals(undefined),
  );
  const now = useNow(30_000);

  if (mine.status === 'loading') {
    return <LoadingRows label={t('states.things.runs.loading')} count={3} />;
  }
  if (mine.status === 'failed') {
    return <ErrorState what="runs" error={mine.error} onRetry={mine.reload} />;
  }
  const shown = (['failing', 'running', 'last'] as const).filter(
    part => mine.value[part].length > 0,
  );
  return (
    <>
      {mine.staleBecause && (
        <StaleNotice updatedAt={mine.updatedAt} because={mine.staleBecause} />
      )}
      {shown.length === 0 && (
        <div className={classes.muted}>{t('home.none')}</div>
      )}
      {shown.map(part => (
        <section key={part} aria-label={t(`home.${part}`)}>
          <h3 className={classes.heading}>{t(`home.${part}`)}</h3>
          <ul className={classes.list}>
            {mine.value[part].map(run => (
              <HomeRun key={run.id} run={run} now={now} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function HomeRun(props: { readonly run: Run; readonly now: Date }) {
  const { run, now } = props;
  const classes = useStyles();
  const t = useTranslate();
  const link = useEntityRefLink();
  const { entityRef } = run;
  const at = run.finishedAt ?? run.startedAt ?? run.createdAt;
  return (
    <li className={classes.row}>
      {entityRef ? (
        <>
          <Link
            to={pathsBelow(`${link(entityRef)}/${TAB_PATH}`, entityRef).run(
              run.id,
            )}
            className={classes.test}
          >
            {run.test}
          </Link>
          <EntityRefLink entityRef={entityRef} className={classes.muted} />
        </>
      ) : (
        <span className={classes.test}>{run.test}</span>
      )}
      <RunStatusChip run={run} now={now} />
      <span className={classes.muted} title={formatAbsolute(at, t)}>
        {formatRelative(at, now, t)}
      </span>
    </li>
  );
}
