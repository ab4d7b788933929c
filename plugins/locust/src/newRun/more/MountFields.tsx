import type { Guardrails } from 'backstage-plugin-locust-common';
import { SelectField } from '../../layout/SelectField';
import { useTranslate } from '../../translations/useTranslate';
import type { FormProblems } from '../formProblems';
import { FormTextField } from '../FormTextField';
import type { MoreForm, MountRow, MountSource } from './moreForm';
import { problemOfRow } from './problemOfRow';
import { RowList } from './RowList';

const EMPTY: MountRow = {
  source: 'configMap',
  name: '',
  mountPath: '',
  target: 'both',
};

/** What is mounted into the pods. */
export function MountFields(props: {
  readonly mounts: MoreForm['mounts'];
  readonly guardrails: Guardrails;
  readonly problems: FormProblems['byPath'];
  readonly onChange: (mounts: MoreForm['mounts']) => void;
}) {
  const { mounts, guardrails } = props;
  const t = useTranslate();
  const sources = [
    { value: 'configMap', label: 'ConfigMap', names: guardrails.configMaps },
    { value: 'secret', label: 'Secret', names: guardrails.secrets },
    {
      value: 'persistentVolumeClaim',
      label: t('newRun.more.volumeClaim'),
      names: guardrails.volumes,
    },
  ].filter(
    ({ value, names }) =>
      names?.length !== 0 || mounts.some(row => row.source === value),
  );
  if (sources.length === 0) {
    return null;
  }
  return (
    <RowList
      title={t('newRun.more.mounts')}
      nameOf={number => t('newRun.more.mount', { number })}
      removeLabelOf={number => t('newRun.more.removeMount', { number })}
      addLabel={t('newRun.more.addMount')}
      rows={mounts}
      empty={{ ...EMPTY, source: sources[0].value as MountSource }}
      problemOf={problemOfRow(props.problems, 'spec.mounts')}
      onChange={props.onChange}
    >
      {(row, change, wrong) => (
        <>
          <SelectField
            label={t('newRun.more.kind')}
            fullWidth
            value={row.source}
            options={sources}
            onChange={source =>
              change({ ...row, source: source as MountSource })
            }
          />
          <FormTextField
            label={t('terms.name')}
            value={row.name}
            {...wrong}
            onChange={name => change({ ...row, name })}
          />
          <FormTextField
            label={t('newRun.more.folder')}
            value={row.mountPath}
            placeholder="/mnt/data"
            {...wrong}
            onChange={mountPath => change({ ...row, mountPath })}
          />
          <SelectField
            label={t('newRun.more.into')}
            fullWidth
            value={row.target}
            options={[
              { value: 'both', label: t('newRun.more.intoBoth') },
              { value: 'master', label: t('newRun.more.intoMaster') },
              { value: 'worker', label: t('newRun.more.intoWorkers') },
            ]}
            onChange={target =>
              change({ ...row, target: target as MountRow['target'] })
            }
          />
        </>
      )}
    </RowList>
  );
}
