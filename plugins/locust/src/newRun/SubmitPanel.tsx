import { makeStyles } from '@material-ui/core/styles';
import type { Targets } from 'backstage-plugin-locust-common';
import { PendingButton } from '../action/PendingButton';
import { explainError } from '../states/explainError';
import { Notice } from '../states/Notice';
import { useTranslate } from '../translations/useTranslate';
import { RunSummary } from './RunSummary';
import type { NewRun } from './useNewRun';

const useStyles = makeStyles(theme => ({
  notices: {
    display: 'grid',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1.5),
  },
  list: { margin: 0, paddingLeft: theme.spacing(2) },
}));

function wordsOf(
  when: 'now' | 'schedule',
  editing: boolean,
): {
  readonly button:
    | 'newRun.start'
    | 'newRun.createSchedule'
    | 'newRun.saveSchedule';
  readonly failed:
    | 'newRun.startFailed'
    | 'newRun.createFailed'
    | 'newRun.saveFailed';
} {
  if (editing) {
    return { button: 'newRun.saveSchedule', failed: 'newRun.saveFailed' };
  }
  return when === 'schedule'
    ? { button: 'newRun.createSchedule', failed: 'newRun.createFailed' }
    : { button: 'newRun.start', failed: 'newRun.startFailed' };
}

/** What the form amounts to, what stands against it, and the button. */
export function SubmitPanel(props: {
  readonly newRun: NewRun;
  readonly targets: Targets;
  readonly editing: boolean;
}) {
  const { form, problems, refusedFields, submit } = props.newRun;
  const classes = useStyles();
  const t = useTranslate();
  const cluster = props.targets.clusters.find(one => one.name === form.cluster);
  const words = wordsOf(form.when, props.editing);
  return (
    <RunSummary form={form}>
      <div className={classes.notices}>
        {cluster && !cluster.available && (
          <Notice
            tone="warning"
            title={t('newRun.unreachable', { cluster: cluster.name })}
          >
            {cluster.problem}
          </Notice>
        )}
        {problems.others.length > 0 && (
          <Notice tone="error" title={t('newRun.refused')}>
            <ul className={classes.list}>
              {problems.others.map(problem => (
                <li key={problem.field + problem.message}>
                  <b>{problem.field}</b>: {problem.message}
                </li>
              ))}
            </ul>
          </Notice>
        )}
        {refusedFields > 0 && (
          <Notice tone="error">
            {t('newRun.fieldsToChange', { count: refusedFields })}
          </Notice>
        )}
        {submit.error && (
          <Notice tone="error" title={t(words.failed)}>
            {explainError(submit.error, t).message}
          </Notice>
        )}
      </div>
      <PendingButton
        type="submit"
        fullWidth
        variant="contained"
        color="primary"
        pending={submit.pending}
      >
        {t(words.button)}
      </PendingButton>
    </RunSummary>
  );
}
