import type { Test } from 'backstage-plugin-locust-common';
import { Segments } from '../layout/Segments';
import { useTranslate } from '../translations/useTranslate';
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
  const t = useTranslate();
  return (
    <FormStep number={3} title={t('newRun.when.title')}>
      {!props.editing && (
        <Segments
          label={t('newRun.when.choice')}
          value={form.when}
          options={[
            { value: 'now', label: t('newRun.when.now') },
            { value: 'schedule', label: t('newRun.when.onSchedule') },
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
