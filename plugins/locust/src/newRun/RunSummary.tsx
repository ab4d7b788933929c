import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { parseDuration } from 'backstage-plugin-locust-common';
import { formatSpan } from '../format/formatClock';
import { formatCount, NO_FIGURE } from '../format/formatNumber';
import { Panel } from '../layout/Panel';
import { useTranslate } from '../translations/useTranslate';
import type { NewRunForm } from './NewRunForm';

const useStyles = makeStyles(theme => ({
  facts: {
    margin: theme.spacing(0, 0, 2),
    fontSize: theme.typography.pxToRem(14),
    '& > div': {
      display: 'flex',
      justifyContent: 'space-between',
      gap: theme.spacing(2),
      padding: theme.spacing(0.9, 0),
      borderBottom: `1px solid ${theme.palette.divider}`,
    },
    '& > div:last-child': { borderBottom: 'none' },
    '& dt': { flex: 'none', color: theme.palette.text.secondary },
    '& dd': { margin: 0, textAlign: 'right', overflowWrap: 'anywhere' },
  },
}));

function spanOf(runTime: string): string | undefined {
  try {
    return runTime.trim()
      ? formatSpan(parseDuration(runTime.trim()))
      : undefined;
  } catch {
    return undefined;
  }
}

/** What the form amounts to, and the button. */
export function RunSummary(props: {
  readonly form: NewRunForm;
  readonly children: ReactNode;
}) {
  const { form } = props;
  const classes = useStyles();
  const t = useTranslate();
  const users = Number(form.users);
  const workers = Number(form.workers);
  const span = spanOf(form.runTime);
  const thresholds = form.thresholds.length;
  const warmUp = spanOf(form.ignoreFirst);
  const others = Object.keys(form.otherFields);
  const facts: ReadonlyArray<readonly [string, string]> = [
    [
      t('newRun.summary.load'),
      users > 0
        ? [t('terms.userCount', { count: users }), span]
            .filter(Boolean)
            .join(', ')
        : NO_FIGURE,
    ],
    [
      t('newRun.summary.pods'),
      workers > 0
        ? t('newRun.summary.masterAnd', {
            workers: t('terms.workerCount', { count: workers }),
          })
        : NO_FIGURE,
    ],
    [
      t('newRun.passed.thresholds'),
      thresholds > 0
        ? [
            formatCount(thresholds, t),
            warmUp && t('runPage.thresholds.without', { time: warmUp }),
          ]
            .filter(Boolean)
            .join(', ')
        : t('newRun.summary.noThresholds'),
    ],
    [
      t('newRun.summary.target'),
      form.host.trim() || t('newRun.summary.asLocustfile'),
    ],
    ...(others.length
      ? [[t('newRun.summary.kept'), others.join(', ')] as const]
      : []),
  ];
  const place = {
    cluster: form.cluster || NO_FIGURE,
    namespace: form.namespace || NO_FIGURE,
  };
  return (
    <Panel
      title={form.name || t('newRun.summary.unnamed')}
      subtitle={
        form.when === 'now'
          ? t('newRun.summary.run', place)
          : t('newRun.summary.scheduled', place)
      }
    >
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {props.children}
    </Panel>
  );
}
