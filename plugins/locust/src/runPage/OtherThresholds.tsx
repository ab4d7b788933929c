import { useState } from 'react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import { useApi } from '@backstage/core-plugin-api';
import {
  parseThreshold,
  tryThreshold,
  type Rejudgement,
  type Run,
} from 'backstage-plugin-locust-common';
import { PendingButton } from '../action/PendingButton';
import { useAction } from '../action/useAction';
import { locustApiRef } from '../api/LocustApi';
import { formatAbsolute, formatDayAndTime } from '../format/formatTime';
import { Panel } from '../layout/Panel';
import { linesOf } from '../newRun/conditions/conditionRow';
import { FormTextField } from '../newRun/FormTextField';
import { usePersonName } from '../people/usePersonName';
import { explainError } from '../states/explainError';
import { Notice } from '../states/Notice';
import type { Translate } from '../translations/Translate';
import { useTranslate } from '../translations/useTranslate';
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

const EXAMPLES = [
  'p95 < 500ms',
  'fail_ratio < 1%',
  'GET /checkout: p99 < 1s',
].join(', ');

/** What is wrong with the first line that cannot be read. */
function problemOf(lines: readonly string[]): string | undefined {
  return lines
    .map(line => tryThreshold(parseThreshold, line).mistake?.message)
    .find(message => message !== undefined);
}

/** `Passed by these, as Jane asked on …; the run's own verdict stays.` */
function sentenceOf(
  { verdict, by, at }: Rejudgement,
  personName: (ref: string) => string,
  t: Translate,
): string {
  const when = formatDayAndTime(at, undefined, t);
  return t(`runPage.thresholds.other.${verdict}`, {
    asked: by ? `${personName(by)}, ${when}` : when,
  });
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
  const t = useTranslate();
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
      title={t('runPage.thresholds.other.title')}
      subtitle={rejudgement && sentenceOf(rejudgement, personName, t)}
    >
      {rejudgement && (
        <div title={formatAbsolute(rejudgement.at, t)}>
          <ThresholdsTable
            label={t('runPage.thresholds.other.title')}
            results={rejudgement.thresholds}
            soFar={false}
          />
        </div>
      )}
      <form
        className={classes.stack}
        aria-label={t('runPage.thresholds.other.form')}
        noValidate
        onSubmit={event => {
          event.preventDefault();
          judge.run();
        }}
      >
        <FormTextField
          label={t('runPage.thresholds.title')}
          multiline
          value={text}
          problem={problem}
          hint={t('runPage.thresholds.other.hint', { examples: EXAMPLES })}
          onChange={setText}
        />
        {error && (
          <Notice
            tone="error"
            title={
              judge.error
                ? t('runPage.thresholds.other.notJudged')
                : t('runPage.thresholds.other.notRemoved')
            }
          >
            {explainError(error, t).message}
          </Notice>
        )}
        <div className={classes.buttons}>
          {lines.length === 0 || problem ? (
            <Button size="small" variant="outlined" disabled>
              {t('runPage.thresholds.other.judge')}
            </Button>
          ) : (
            <PendingButton
              type="submit"
              size="small"
              variant="outlined"
              pending={judge.pending}
            >
              {t('runPage.thresholds.other.judge')}
            </PendingButton>
          )}
          {rejudgement && (
            <PendingButton
              size="small"
              pending={remove.pending}
              onClick={() => remove.run()}
            >
              {t('runPage.thresholds.other.ownOnly')}
            </PendingButton>
          )}
        </div>
      </form>
    </Panel>
  );
}
