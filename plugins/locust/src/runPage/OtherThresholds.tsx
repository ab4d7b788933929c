import { useState } from 'react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useApi } from '@backstage/core-plugin-api';
import {
  parseThreshold,
  ThresholdError,
  type Rejudgement,
  type Run,
} from 'backstage-plugin-locust-common';
import { PendingButton } from '../action/PendingButton';
import { useAction } from '../action/useAction';
import { locustApiRef } from '../api/LocustApi';
import { formatAbsolute, formatDayAndTime } from '../format/formatTime';
import { Panel } from '../layout/Panel';
import { FormTextField } from '../newRun/FormTextField';
import { usePersonName } from '../people/usePersonName';
import { explainError } from '../states/explainError';
import { Notice } from '../states/Notice';
import { ThresholdsTable } from './ThresholdsTable';
import { thresholdsOfRun } from './thresholdRows';

const useStyles = makeStyles(theme => ({
  stack: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(1.5),
    marginTop: theme.spacing(1.5),
  },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) },
}));

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
}

/** What is wrong with the first line that cannot be read. */
function problemOf(lines: readonly string[]): string | undefined {
  for (const line of lines) {
    try {
      parseThreshold(line);
    } catch (error) {
      if (error instanceof ThresholdError) {
        return error.message;
      }
      throw error;
    }
  }
  return undefined;
}

/** `Passed by these, as Jane asked on …; the run's own verdict stays.` */
function sentenceOf(
  { verdict, by, at }: Rejudgement,
  personName: (ref: string) => string,
): string {
  const asked = by ? `${personName(by)}, ` : '';
  return `It has ${verdict} by these (${asked}${formatDayAndTime(
    at,
  )}). Its own verdict stays as it was.`;
}

/** Holds the figures of a run that has ended against thresholds that it did not have. */
export function OtherThresholds(props: {
  readonly run: Run;
  /** Told of the run as it is after that. */
  readonly onJudged: (run: Run) => void;
}) {
  const { run, onJudged } = props;
  const { rejudgement } = run;
  const classes = useStyles();
  const api = useApi(locustApiRef);
  const personName = usePersonName();
  const [text, setText] = useState(() =>
    (
      rejudgement?.thresholds.map(it => it.threshold) ?? thresholdsOfRun(run)
    ).join('\n'),
  );
  const lines = linesOf(text);
  const problem = problemOf(lines);
  const judge = useAction(async () =>
    onJudged(await api.rejudgeRun(run.id, lines)),
  );
  const remove = useAction(async () =>
    onJudged(await api.removeRejudgement(run.id)),
  );
  const error = judge.error ?? remove.error;

  return (
    <Panel
      title="By other thresholds"
      subtitle={rejudgement && sentenceOf(rejudgement, personName)}
    >
      {rejudgement && (
        <div title={formatAbsolute(rejudgement.at)}>
          <ThresholdsTable
            label="By other thresholds"
            results={rejudgement.thresholds}
            soFar={false}
          />
        </div>
      )}
      <form
        className={classes.stack}
        aria-label="Judge by other thresholds"
        noValidate
        onSubmit={event => {
          event.preventDefault();
          judge.run();
        }}
      >
        <FormTextField
          label="Thresholds"
          multiline
          value={text}
          problem={problem}
          hint="one in each line, such as p95 < 500ms, fail_ratio < 1% or GET /checkout: p99 < 1s"
          onChange={setText}
        />
        {error && (
          <Notice
            tone="error"
            title={
              judge.error
                ? 'The run was not judged'
                : 'The verdict by these was not removed'
            }
          >
            {explainError(error).message}
          </Notice>
        )}
        <div className={classes.buttons}>
          {lines.length === 0 || problem ? (
            <Button size="small" variant="outlined" disabled>
              Judge by these
            </Button>
          ) : (
            <PendingButton
              type="submit"
              size="small"
              variant="outlined"
              pending={judge.pending}
            >
              Judge by these
            </PendingButton>
          )}
          {rejudgement && (
            <PendingButton
              size="small"
              pending={remove.pending}
              onClick={() => remove.run()}
            >
              Own verdict only
            </PendingButton>
          )}
        </div>
      </form>
    </Panel>
  );
}
