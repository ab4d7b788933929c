import { SelectField } from '../../layout/SelectField';
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

const SOURCES = [
  { value: 'configMap', label: 'ConfigMap' },
  { value: 'secret', label: 'Secret' },
  { value: 'persistentVolumeClaim', label: 'Volume claim' },
] as const;

const TARGETS = [
  { value: 'both', label: 'master and workers' },
  { value: 'master', label: 'the master' },
  { value: 'worker', label: 'the workers' },
] as const;

/** What is mounted into the pods. */
export function MountFields(props: {
  readonly mounts: MoreForm['mounts'];
  readonly problems: FormProblems['byPath'];
  readonly onChange: (mounts: MoreForm['mounts']) => void;
}) {
  return (
    <RowList
      title="Mounts"
      one="Mount"
      addLabel="Add mount"
      rows={props.mounts}
      empty={EMPTY}
      problemOf={problemOfRow(props.problems, 'spec.mounts')}
      onChange={props.onChange}
    >
      {(row, change, wrong) => (
        <>
          <SelectField
            label="Kind"
            fullWidth
            value={row.source}
            options={SOURCES}
            onChange={source =>
              change({ ...row, source: source as MountSource })
            }
          />
          <FormTextField
            label="Name"
            value={row.name}
            {...wrong}
            onChange={name => change({ ...row, name })}
          />
          <FormTextField
            label="Folder"
            value={row.mountPath}
            placeholder="/mnt/data"
            {...wrong}
            onChange={mountPath => change({ ...row, mountPath })}
          />
          <SelectField
            label="Into"
            fullWidth
            value={row.target}
            options={TARGETS}
            onChange={target =>
              change({ ...row, target: target as MountRow['target'] })
            }
          />
        </>
      )}
    </RowList>
  );
}
