import { useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { explainError } from '../states/explainError';
import { useTranslate } from '../translations/useTranslate';
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
  const t = useTranslate();
  // Of the test that the form began with: asking again at each letter of another name would help nobody.
  const [test] = useState(form.name);
  const found = useEarlierRun(props.entityRef, test);
  const earlier = found.status === 'loaded' ? found.value : undefined;
  return (
    <FormStep number={4} title={t('newRun.passed.title')}>
      <FormGrid columns={1}>
        {form.thresholds.length === 0 && (
          <p className={classes.note}>{t('newRun.passed.none')}</p>
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
            {t('newRun.passed.noEndpoints', {
              reason: explainError(found.error, t).message,
            })}
          </p>
        )}
        <FormTextField
          label={t('newRun.passed.warmUp')}
          value={form.ignoreFirst}
          problem={byField.ignoreFirst}
          hint={t('newRun.passed.warmUpHint')}
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
