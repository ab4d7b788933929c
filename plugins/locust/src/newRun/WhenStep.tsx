import type { Test } from 'backstage-plugin-locust-common';
import { Segments } from '../layout/Segments';
import { FormStep } from './FormStep';
import { ScheduleFields } from './ScheduleFields';
import type { StepProps } from './useNewRun';

/** Now, or again and again. */
export function WhenStep(
  props: StepProps & {
    readonly entityRef?: string;
    readonly now: Date;
    readonly editing?: Test;
  },
) {
  const { form, change } = props;
  return (
    <FormStep number={3} title="When">
      {!props.editing && (
        <Segments
          label="When it runs"
          value={form.when}
          options={[
            { value: 'now', label: 'Now' },
            { value: 'schedule', label: 'On a schedule' },
          ]}
          onChange={when => change({ when })}
        />
      )}
      {form.when === 'schedule' && (
        <ScheduleFields
          form={form}
          problems={props.problems.byField}
          now={props.now}
          entityRef={props.entityRef}
          testId={props.editing?.id}
          onChange={change}
        />
      )}
    </FormStep>
  );
}
