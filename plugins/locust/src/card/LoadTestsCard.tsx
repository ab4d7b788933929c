import { makeStyles } from '@material-ui/core/styles';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { Link, LinkButton } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { useEntity, useEntityRefLink } from '@backstage/plugin-catalog-react';
import type { Run } from 'backstage-plugin-locust-common';
import { locustApiRef } from '../api/LocustApi';
import {
  formatCount,
  formatRate,
  formatRatio,
  formatResponseTime,
} from '../format/formatNumber';
import {
  formatAbsolute,
  formatDayAndTime,
  formatRelative,
} from '../format/formatTime';
import { Panel } from '../layout/Panel';
import { useNow } from '../live/useNow';
import { usePolled } from '../live/usePolled';
import { useRunSignals } from '../live/useRunSignals';
import { pathsBelow } from '../navigation/LoadTestsPaths';
import { ErrorState } from '../states/ErrorState';
import { explainError } from '../states/explainError';
import { LoadingRows } from '../states/LoadingRows';
import { StaleNotice } from '../states/StaleNotice';
import { isActive } from '../status/isActive';
import { RunStatusChip } from '../status/RunStatusChip';
import { StatusChip } from '../status/StatusChip';
import { StatusIcon } from '../status/StatusIcon';
import { useTranslate } from '../translations/useTranslate';
import { Sparkline } from '../trend/Sparkline';
import { testIdentityOf } from '../trend/testIdentity';
import { trendStatus } from '../trend/trendStatus';
import { passedOf } from '../trend/trendSummary';

const useStyles = makeStyles(theme => ({
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
  name: { fontWeight: 600 },
  muted: {
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(13),
  },
  figures: {
    display: 'grid',
    gridTemplateColumns: 'repeat(4, minmax(0, 1fr))',
    gap: theme.spacing(1),
    margin: theme.spacing(1.5, 0),
    '& dt': {
      color: theme.palette.text.secondary,
      fontSize: theme.typography.pxToRem(12),
    },
    '& dd': {
      margin: 0,
      fontWeight: 700,
      fontSize: theme.typography.pxToRem(16),
      fontVariantNumeric: 'tabular-nums',
    },
    [theme.breakpoints.down('xs')]: {
      gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    },
  },
  trendLink: { fontSize: theme.typography.pxToRem(13) },
  trend: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1.5),
    marginBottom: theme.spacing(1),
    '& svg': { flex: '1 1 160px' },
  },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1.5),
  },
}));

/** As many runs as a small line has room for. */
const TREND_RUNS = 15;

/** The tab's path, as given to the entity's page. */
export const TAB_PATH = 'load-tests';

/** The last result on an entity's overview, and the way to the next one. */
export function LoadTestsCard() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const classes = useStyles();
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const link = useEntityRefLink();
  const paths = pathsBelow(`${link(entityRef)}/${TAB_PATH}`, entityRef);
  const card = usePolled(
    entityRef,
    async () => {
      const [runs, tests] = await Promise.all([
        api.listRuns({ entityRef, limit: 1 }),
        api.listTests({ entityRef }),
      ]);
      const next = tests.items
        .flatMap(test => test.nextRunsAt.slice(0, 1))
        .sort((a, b) => a.getTime() - b.getTime())[0];
      return { run: runs.items[0] as Run | undefined, next };
    },
    ({ run }) => (run && isActive(run.phase) ? 4_000 : 30_000),
    useRunSignals(entityRef),
  );
  const active =
    card.status === 'loaded' &&
    card.value.run &&
    isActive(card.value.run.phase);
  const now = useNow(active ? 1_000 : 30_000);

  return (
    <Panel title={t('terms.loadTests')} headingLevel="h2">
      {card.status === 'loading' && (
        <LoadingRows label={t('states.things.loadTests.loading')} count={2} />
      )}
      {card.status === 'failed' && (
        <ErrorState what="loadTests" error={card.error} onRetry={card.reload} />
      )}
      {card.status === 'loaded' && (
        <>
          {card.staleBecause && (
            <StaleNotice
              updatedAt={card.updatedAt}
              because={card.staleBecause}
            />
          )}
          {card.value.run ? (
            <LastRun
              run={card.value.run}
              now={now}
              path={paths.run(card.value.run.id)}
              trendPath={paths.trend(testIdentityOf(card.value.run))}
            />
          ) : (
            <div className={classes.muted}>{t('card.noRun')}</div>
          )}
          {card.value.next && (
            <div
              className={classes.muted}
              title={formatAbsolute(card.value.next, t)}
            >
              {t('card.next', {
                when: formatDayAndTime(card.value.next, undefined, t),
              })}
            </div>
          )}
          <div className={classes.actions}>
            <LinkButton
              to={paths.newRun()}
              size="small"
              variant="contained"
              color="primary"
            >
              {t('terms.newRun')}
            </LinkButton>
            {card.value.run && (
              <LinkButton to={paths.list()} size="small">
                {t('terms.allRuns')}
              </LinkButton>
            )}
          </div>
        </>
      )}
    </Panel>
  );
}

function LastRun(props: {
  readonly run: Run;
  readonly now: Date;
  readonly path: string;
  readonly trendPath: string;
}) {
  const { run, now, path, trendPath } = props;
  const t = useTranslate();
  const classes = useStyles();
  const api = useApi(locustApiRef);
  const test = testIdentityOf(run);
  // The card is worth its place without the line, so it does not wait for it.
  const trend = usePolled(
    JSON.stringify([test, run.id, run.phase]),
    () => api.getTrend(test, TREND_RUNS),
    () => 'never',
  );
  // What goes has no outcome yet; the one before it has.
  const before =
    isActive(run.phase) && trend.status === 'loaded'
      ? trend.value.items.at(-1)
      : undefined;
  const outcomeBefore = before && trendStatus(before, t);
  const started = run.startedAt ?? run.createdAt;
  return (
    <>
      <div className={classes.head}>
        <Link to={path} className={classes.name}>
          {run.test}
        </Link>
        <RunStatusChip run={run} now={now} />
        <span className={classes.muted} title={formatAbsolute(started, t)}>
          {formatRelative(started, now, t)}
        </span>
      </div>
      {run.total && (
        <dl className={classes.figures}>
          <Figure
            name={t('terms.requests')}
            value={formatCount(run.total.requests, t)}
          />
          <Figure name={t('terms.rps')} value={formatRate(run.total.rps, t)} />
          <Figure
            name={t('terms.failures')}
            value={formatRatio(run.total.failRatio, t)}
          />
          <Figure
            name={t('delta.names.p95')}
            value={formatResponseTime(run.total.percentiles['95'], t)}
          />
        </dl>
      )}
      {before && outcomeBefore && (
        <div className={classes.head}>
          <span className={classes.muted}>{t('card.runBefore')}</span>
          <StatusChip
            tone={outcomeBefore.tone}
            icon={<StatusIcon shape={outcomeBefore.shape} />}
          >
            {outcomeBefore.word}
          </StatusChip>
          <span className={classes.muted}>
            {formatRelative(before.createdAt, now, t)}
          </span>
        </div>
      )}
      {trend.status === 'loaded' && trend.value.items.length > 1 && (
        <div className={classes.trend}>
          <Sparkline runs={trend.value.items} />
          <Link to={trendPath} className={classes.trendLink}>
            {passedOf(trend.value, t) ?? t('card.trend')}
          </Link>
        </div>
      )}
      {trend.status === 'failed' && (
        <div className={classes.muted} role="note">
          {t('card.trendFailed', {
            message: explainError(trend.error, t).message,
          })}
        </div>
      )}
    </>
  );
}

function Figure(props: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.value}</dd>
    </div>
  );
}
