import { FormGrid } from './FormGrid';
import { FormStep } from './FormStep';
import { FormTextField } from './FormTextField';
import type { StepProps } from './useNewRun';

/** What the figures of the run are held against. */
export function PassStep(props: StepProps) {
  const { form, change } = props;
  const { byField } = props.problems;
  return (
    <FormStep number={4} title="What counts as passed">
      <FormGrid columns={1}>
        <FormTextField
          label="Thresholds"
          multiline
          value={form.thresholds}
          problem={byField.thresholds}
          hint="one in each line, such as p95 < 500ms, fail_ratio < 1% or GET /checkout: p99 < 1s; empty: no verdict"
          onChange={thresholds => change({ thresholds })}
        />
        <FormTextField
          label="Warm-up"
          value={form.ignoreFirst}
          problem={byField.ignoreFirst}
          hint="30s, 2m: so much of the beginning is left out of the thresholds; empty: nothing"
          onChange={ignoreFirst => change({ ignoreFirst })}
        />
      </FormGrid>
    </FormStep>
  );
}
