import type { Targets } from 'backstage-plugin-locust-common';
import { SelectField } from '../layout/SelectField';
import { useTranslate } from '../translations/useTranslate';
import { FormGrid } from './FormGrid';
import { FormStep } from './FormStep';
import { FormTextField } from './FormTextField';
import { LocustfileFields } from './LocustfileFields';
import { bringsItsOwnFile } from './NewRunForm';
import { OwnFileNotice } from './OwnFileNotice';
import type { StepProps } from './useNewRun';

/** What is run, against what, under which name and where. */
export function WhatStep(
  props: StepProps & {
    readonly entityRef?: string;
    readonly targets: Targets;
    /** What it is called and where it is cannot be changed. */
    readonly editing: boolean;
  },
) {
  const { form, problems, change, targets } = props;
  const t = useTranslate();
  const { byField } = problems;
  const cluster = targets.clusters.find(one => one.name === form.cluster);
  const namespaces = [
    ...new Set([
      ...(cluster?.namespaces ?? []),
      ...(form.namespace ? [form.namespace] : []),
    ]),
  ];
  const choosePlace =
    !props.editing && (targets.clusters.length > 1 || namespaces.length > 1);
  return (
    <FormStep number={1} title={t('newRun.what.title')}>
      <FormGrid columns={1}>
        {bringsItsOwnFile(form) ? (
          <OwnFileNotice form={form} onChange={change} />
        ) : (
          <LocustfileFields
            form={form}
            entityRef={props.entityRef}
            repositoryPath={targets.defaults.locustfile}
            withConfigMaps={targets.guardrails.configMaps?.length !== 0}
            problem={byField.locustfile}
            onChange={change}
          />
        )}
        <FormGrid columns={2}>
          <FormTextField
            label={t('newRun.what.host')}
            value={form.host}
            problem={byField.host}
            hint={t('newRun.what.hostHint')}
            placeholder="https://shop.staging.example.com"
            inputMode="url"
            onChange={host => change({ host })}
          />
          {!props.editing && (
            <FormTextField
              label={t('newRun.what.name')}
              value={form.name}
              problem={byField.name}
              hint={t('newRun.what.nameHint')}
              onChange={name => change({ name })}
            />
          )}
          {choosePlace && (
            <>
              <SelectField
                label={t('terms.cluster')}
                fullWidth
                value={form.cluster}
                error={Boolean(byField.cluster)}
                helperText={byField.cluster ?? cluster?.problem}
                options={targets.clusters.map(one => ({
                  value: one.name,
                  label: one.available
                    ? one.name
                    : t('newRun.unreachableChoice', { cluster: one.name }),
                }))}
                onChange={name =>
                  change({
                    cluster: name,
                    namespace:
                      targets.clusters.find(one => one.name === name)
                        ?.namespaces[0] ?? form.namespace,
                  })
                }
              />
              <SelectField
                label={t('terms.namespace')}
                fullWidth
                value={form.namespace}
                error={Boolean(byField.namespace)}
                helperText={byField.namespace}
                options={namespaces.map(name => ({ value: name, label: name }))}
                onChange={namespace => change({ namespace })}
              />
            </>
          )}
        </FormGrid>
      </FormGrid>
    </FormStep>
  );
}
