import { useId } from 'react';
import FormHelperText from '@material-ui/core/FormHelperText';
import { makeStyles } from '@material-ui/core/styles';
import type { Guardrails } from 'backstage-plugin-locust-common';
import { formatCount } from '../format/formatNumber';
import { useFieldStyles } from '../layout/useFieldStyles';
import type { Translate } from '../translations/Translate';
import { useTranslate } from '../translations/useTranslate';
import { FormGrid } from './FormGrid';
import { FormStep } from './FormStep';
import { FormTextField } from './FormTextField';
import { loadSentence } from './loadSentence';
import type { StepProps } from './useNewRun';

const useStyles = makeStyles(theme => ({
  note: {
    marginTop: theme.spacing(1.25),
    fontSize: theme.typography.pxToRem(13),
    color: theme.palette.text.secondary,
  },
}));

/** The four figures of a load; their problems stand below all four, for they are narrow. */
const LOAD_FIELDS = [
  {
    field: 'users',
    label: 'terms.users',
    hint: undefined,
    inputMode: 'numeric',
  },
  {
    field: 'spawnRate',
    label: 'newRun.load.spawnRate',
    hint: 'newRun.load.spawnRateHint',
    inputMode: 'decimal',
  },
  {
    field: 'runTime',
    label: 'newRun.load.runTime',
    hint: 'newRun.load.runTimeHint',
    inputMode: 'text',
  },
  {
    field: 'workers',
    label: 'newRun.load.workers',
    hint: undefined,
    inputMode: 'numeric',
  },
] as const;

/** `at most 10`, where there is a limit. */
function limitOf(
  field: (typeof LOAD_FIELDS)[number]['field'],
  { maxUsers, maxWorkers, maxRunTime }: Guardrails,
  t: Translate,
): string | undefined {
  const limits: Readonly<Partial<Record<typeof field, string>>> = {
    users: maxUsers === undefined ? undefined : formatCount(maxUsers, t),
    workers: maxWorkers === undefined ? undefined : formatCount(maxWorkers, t),
    runTime: maxRunTime,
  };
  const limit = limits[field];
  return limit === undefined ? undefined : t('newRun.load.atMost', { limit });
}

/** How many users for how long, and what that amounts to. */
export function LoadStep(
  props: StepProps & { readonly guardrails: Guardrails },
) {
  const { form, change, guardrails } = props;
  const { byField } = props.problems;
  const classes = useStyles();
  const fields = useFieldStyles();
  const problemIds = useId();
  const t = useTranslate();
  const sentence = loadSentence(form, t);
  return (
    <FormStep number={2} title={t('newRun.load.title')}>
      <FormGrid columns={4}>
        {LOAD_FIELDS.map(({ field, label, hint, inputMode }) => (
          <FormTextField
            key={field}
            label={t(label)}
            hint={[hint && t(hint), limitOf(field, guardrails, t)]
              .filter(Boolean)
              .join('; ')}
            inputMode={inputMode}
            value={form[field]}
            problem={byField[field]}
            problemId={`${problemIds}${field}`}
            onChange={value => change({ [field]: value })}
          />
        ))}
      </FormGrid>
      {LOAD_FIELDS.map(
        ({ field, label }) =>
          byField[field] && (
            <FormHelperText
              key={field}
              id={`${problemIds}${field}`}
              error
              className={fields.problem}
            >
              <b>{t(label)}:</b> {byField[field]}
            </FormHelperText>
          ),
      )}
      {sentence && <div className={classes.note}>{sentence}</div>}
    </FormStep>
  );
}
