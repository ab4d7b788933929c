import { useState } from 'react';
import { FormGrid } from '../FormGrid';
import { FormStep } from '../FormStep';
import { FormTextField } from '../FormTextField';
import type { StepProps } from '../useNewRun';
import { EnvironmentFields } from './EnvironmentFields';
import { isMorePath, moreWords, type MoreForm } from './moreForm';
import { MountFields } from './MountFields';
import { RoleFields } from './RoleFields';

/** What most runs leave as it is; open where something is wrong with it. */
export function MoreStep(
  props: StepProps & {
    /** What a run has that names none. */
    readonly defaultImage: string;
  },
) {
  const { form, problems } = props;
  const { byPath } = problems;
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
  const set = moreWords(more);
  return (
    <FormStep
      number={5}
      title="More"
      toggle={{
        open: open || wrong,
        locked: wrong,
        onToggle: () => setOpen(!open),
        summary:
          set.length > 0
            ? set.join(', ')
            : 'image, environment, secrets, mounts, resources, placement',
      }}
    >
      <FormGrid columns={1}>
        <FormGrid columns={2}>
          <FormTextField
            label="Image"
            value={more.image}
            placeholder={props.defaultImage}
            problem={byPath['spec.image']}
            hint="of master and workers"
            onChange={image => change({ image })}
          />
          <FormTextField
            label="Pull secret"
            value={more.imagePullSecret}
            problem={byPath['spec.imagePullSecret']}
            hint="name of a Secret, for a registry that asks who you are"
            onChange={imagePullSecret => change({ imagePullSecret })}
          />
          <FormTextField
            label="Only tasks tagged"
            value={more.tags}
            problem={listProblem('tags')}
            hint="checkout, search; empty: all"
            onChange={tags => change({ tags })}
          />
          <FormTextField
            label="No tasks tagged"
            value={more.excludeTags}
            problem={listProblem('excludeTags')}
            onChange={excludeTags => change({ excludeTags })}
          />
        </FormGrid>
        <EnvironmentFields more={more} problems={byPath} onChange={change} />
        <MountFields
          mounts={more.mounts}
          problems={byPath}
          onChange={mounts => change({ mounts })}
        />
        <RoleFields
          title="Each worker"
          path="spec.worker"
          role={more.worker}
          problems={byPath}
          onChange={worker => change({ worker })}
        />
        <RoleFields
          title="The master"
          path="spec.master"
          role={more.master}
          problems={byPath}
          onChange={master => change({ master })}
        />
        <FormGrid columns={2}>
          <FormTextField
            label="Wait for workers"
            value={more.workersReadyTimeout}
            problem={byPath['spec.workersReadyTimeout']}
            hint="30s, 10m; empty: 5m"
            onChange={workersReadyTimeout => change({ workersReadyTimeout })}
          />
          <FormTextField
            label="Keep the finished resource"
            value={more.ttlAfterFinished}
            problem={byPath['spec.ttlAfterFinished']}
            hint="24h, 0 or never; the results stay in any case"
            onChange={ttlAfterFinished => change({ ttlAfterFinished })}
          />
        </FormGrid>
      </FormGrid>
    </FormStep>
  );
}
