import { useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { explainError } from '../states/explainError';
import { ConditionRows } from './conditions/ConditionRows';
import { useEarlierRun } from './conditions/useEarlierRun';
import { FormGrid } from './FormGrid';
import { FormStep } from './FormStep';
import { FormTextField } from './FormTextField';
import type { StepProps } from './useNewRun';

const useStyles = makeStyles(theme => ({
  note: {
    margin: 0,
    fontSize: theme.typography.pxToRem(13),
    color: theme.palette.text.secondary,
  },
}));

/** What the figures of the run are held against, and what ends it before its time. */
export function PassStep(props: StepProps & { readonly entityRef?: string }) {
  const { form, change } = props;
  const { byField, byPath } = props.problems;
  const classes = useStyles();
  // Of the test that the form began with: asking again at each letter of another name would help nobody.
  const [test] = useState(form.name);
  const found = useEarlierRun(props.entityRef, test);
  const earlier = found.status === 'loaded' ? found.value : undefined;
  return (
    <FormStep number={4} title="What counts as passed">
      <FormGrid columns={1}>
        {form.thresholds.length === 0 && (
          <p className={classes.note}>
            Without a threshold the run has figures and no verdict.
          </p>
        )}
        <ConditionRows
          kind="threshold"
          rows={form.thresholds}
          problems={byPath}
          earlier={earlier}
          onChange={thresholds => change({ thresholds })}
        />
        {found.status === 'failed' && (
          <p className={classes.note}>
            No endpoints are offered, for earlier runs could not be read:{' '}
            {explainError(found.error).message}
          </p>
        )}
        <FormTextField
          label="Warm-up"
          value={form.ignoreFirst}
          problem={byField.ignoreFirst}
          hint="30s, 2m: so much of the beginning is left out of the thresholds; empty: nothing"
          onChange={ignoreFirst => change({ ignoreFirst })}
        />
        <ConditionRows
          kind="stopCondition"
          rows={form.stopWhen}
          problems={byPath}
          earlier={earlier}
          onChange={stopWhen => change({ stopWhen })}
        />
      </FormGrid>
    </FormStep>
  );
}
