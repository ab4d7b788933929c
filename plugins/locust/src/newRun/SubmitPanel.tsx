import { makeStyles } from '@material-ui/core/styles';
import type { Targets } from 'backstage-plugin-locust-common';
import { PendingButton } from '../action/PendingButton';
import { explainError } from '../states/explainError';
import { Notice } from '../states/Notice';
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
): { readonly button: string; readonly failed: string } {
  if (editing) {
    return { button: 'Save schedule', failed: 'The schedule was not saved' };
  }
  return when === 'schedule'
    ? { button: 'Create schedule', failed: 'The schedule was not created' }
    : { button: 'Start run', failed: 'The run was not started' };
}

/** What the form amounts to, what stands against it, and the button. */
export function SubmitPanel(props: {
  readonly newRun: NewRun;
  readonly targets: Targets;
  readonly editing: boolean;
}) {
  const { form, problems, refusedFields, submit } = props.newRun;
  const classes = useStyles();
  const cluster = props.targets.clusters.find(one => one.name === form.cluster);
  const words = wordsOf(form.when, props.editing);
  return (
    <RunSummary form={form}>
      <div className={classes.notices}>
        {cluster && !cluster.available && (
          <Notice
            tone="warning"
            title={`Cluster ${cluster.name} cannot be reached`}
          >
            {cluster.problem}
          </Notice>
        )}
        {problems.others.length > 0 && (
          <Notice tone="error" title="This would be refused">
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
            {refusedFields === 1
              ? 'One field needs another value.'
              : `${refusedFields} fields need another value.`}
          </Notice>
        )}
        {submit.error && (
          <Notice tone="error" title={words.failed}>
            {explainError(submit.error).message}
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
        {words.button}
      </PendingButton>
    </RunSummary>
  );
}
