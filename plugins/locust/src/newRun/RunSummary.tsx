import type { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { parseDuration } from 'backstage-plugin-locust-common';
import { formatSpan } from '../format/formatClock';
import { formatCount, NO_FIGURE } from '../format/formatNumber';
import { Panel } from '../layout/Panel';
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
  const users = Number(form.users);
  const workers = Number(form.workers);
  const span = spanOf(form.runTime);
  const thresholds = form.thresholds.length;
  const warmUp = spanOf(form.ignoreFirst);
  const others = Object.keys(form.otherFields);
  const facts: ReadonlyArray<readonly [string, string]> = [
    [
      'Load',
      users > 0
        ? [`${formatCount(users)} users`, span].filter(Boolean).join(', ')
        : NO_FIGURE,
    ],
    [
      'Pods',
      workers > 0
        ? `1 master + ${formatCount(workers)} ${
            workers === 1 ? 'worker' : 'workers'
          }`
        : NO_FIGURE,
    ],
    [
      'Thresholds',
      thresholds > 0
        ? [formatCount(thresholds), warmUp && `without the first ${warmUp}`]
            .filter(Boolean)
            .join(', ')
        : 'none, so no verdict',
    ],
    ['Target', form.host.trim() || 'as the locustfile says'],
    ...(others.length
      ? [['Kept from before', others.join(', ')] as const]
      : []),
  ];
  const kind = form.when === 'now' ? 'a run' : 'a scheduled test';
  return (
    <Panel
      title={form.name || 'Unnamed test'}
      subtitle={`${kind} on ${form.cluster || NO_FIGURE} / ${
        form.namespace || NO_FIGURE
      }`}
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
