import { useState } from 'react';
import type { Guardrails } from 'backstage-plugin-locust-common';
import { FormGrid } from '../FormGrid';
import { FormStep } from '../FormStep';
import { FormTextField } from '../FormTextField';
import type { StepProps } from '../useNewRun';
import { useTranslate } from '../../translations/useTranslate';
import { EnvironmentFields } from './EnvironmentFields';
import { isMorePath, moreWords, type MoreForm } from './moreForm';
import { MountFields } from './MountFields';
import { RoleFields } from './RoleFields';

/** What most runs leave as it is; open where something is wrong with it. */
export function MoreStep(
  props: StepProps & {
    /** What a run has that names none. */
    readonly defaultImage: string;
    readonly guardrails: Guardrails;
  },
) {
  const { form, problems, guardrails } = props;
  const { byPath } = problems;
  const t = useTranslate();
  const { more } = form;
  const [open, setOpen] = useState(false);
  const change = (to: Partial<MoreForm>) =>
    props.change({ more: { ...more, ...to } });
  const listProblem = (list: 'tags' | 'excludeTags') => {
    const path = Object.keys(byPath).find(
      one => one === `spec.${list}` || one.startsWith(`spec.${list}[`),
    );
    return path && byPath[path];
  };
  const wrong = Object.keys(byPath).some(isMorePath);
  const set = moreWords(more, t);
  return (
    <FormStep
      number={5}
      title={t('newRun.more.title')}
      toggle={{
        open: open || wrong,
        locked: wrong,
        onToggle: () => setOpen(!open),
        summary: set.length > 0 ? set.join(', ') : t('newRun.more.summary'),
      }}
    >
      <FormGrid columns={1}>
        <FormGrid columns={2}>
          <FormTextField
            label={t('newRun.more.image')}
            value={more.image}
            placeholder={props.defaultImage}
            problem={byPath['spec.image']}
            hint={
              guardrails.images
                ? t('newRun.more.imageAllowed', {
                    images: guardrails.images.join(', '),
                  })
                : t('newRun.more.imageHint')
            }
            onChange={image => change({ image })}
          />
          <FormTextField
            label={t('newRun.more.pullSecret')}
            value={more.imagePullSecret}
            problem={byPath['spec.imagePullSecret']}
            hint={t('newRun.more.pullSecretHint')}
            onChange={imagePullSecret => change({ imagePullSecret })}
          />
          <FormTextField
            label={t('newRun.more.tags')}
            value={more.tags}
            problem={listProblem('tags')}
            hint={t('newRun.more.tagsHint')}
            onChange={tags => change({ tags })}
          />
          <FormTextField
            label={t('newRun.more.excludeTags')}
            value={more.excludeTags}
            problem={listProblem('excludeTags')}
            onChange={excludeTags => change({ excludeTags })}
          />
        </FormGrid>
        <EnvironmentFields
          more={more}
          guardrails={guardrails}
          problems={byPath}
          onChange={change}
        />
        <MountFields
          mounts={more.mounts}
          guardrails={guardrails}
          problems={byPath}
          onChange={mounts => change({ mounts })}
        />
        <RoleFields
          title={t('newRun.more.eachWorker')}
          path="spec.worker"
          role={more.worker}
          problems={byPath}
          onChange={worker => change({ worker })}
        />
        <RoleFields
          title={t('newRun.more.theMaster')}
          path="spec.master"
          role={more.master}
          problems={byPath}
          onChange={master => change({ master })}
        />
        <FormGrid columns={2}>
          <FormTextField
            label={t('newRun.more.timeout')}
            value={more.workersReadyTimeout}
            problem={byPath['spec.workersReadyTimeout']}
            hint={t('newRun.more.timeoutHint')}
            onChange={workersReadyTimeout => change({ workersReadyTimeout })}
          />
          <FormTextField
            label={t('newRun.more.ttl')}
            value={more.ttlAfterFinished}
            problem={byPath['spec.ttlAfterFinished']}
            hint={t('newRun.more.ttlHint')}
            onChange={ttlAfterFinished => change({ ttlAfterFinished })}
          />
        </FormGrid>
      </FormGrid>
    </FormStep>
  );
}
