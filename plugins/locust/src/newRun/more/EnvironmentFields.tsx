import type { Guardrails } from 'backstage-plugin-locust-common';
import { SelectField } from '../../layout/SelectField';
import type { FormProblems } from '../formProblems';
import { FormTextField } from '../FormTextField';
import { useTranslate } from '../../translations/useTranslate';
import {
  type EnvFromKind,
  type EnvFromRow,
  type EnvRow,
  type MoreForm,
} from './moreForm';
import { problemOfRow } from './problemOfRow';
import { RowList } from './RowList';

const EMPTY_VARIABLE: EnvRow = { name: '', value: '' };

const EMPTY_SOURCE: EnvFromRow = {
  kind: 'configMapRef',
  name: '',
  rest: {},
  restOfReference: {},
};

/** The environment of master and workers: variables one by one, and whole ConfigMaps and Secrets by name. */
export function EnvironmentFields(props: {
  readonly more: MoreForm;
  readonly guardrails: Guardrails;
  readonly problems: FormProblems['byPath'];
  readonly onChange: (change: Partial<MoreForm>) => void;
}) {
  const { more, problems, onChange } = props;
  const { customEnvironment = true, ...allowed } = props.guardrails;
  const t = useTranslate();
  const kinds = [
    { value: 'configMapRef', label: 'ConfigMap', names: allowed.configMaps },
    { value: 'secretRef', label: 'Secret', names: allowed.secrets },
  ].filter(
    ({ value, names }) =>
      names?.length !== 0 || more.envFrom.some(row => row.kind === value),
  );
  if (!customEnvironment && more.env.length + more.envFrom.length === 0) {
    return null;
  }
  return (
    <>
      <RowList
        title={t('newRun.more.variables')}
        nameOf={number => t('newRun.more.variable', { number })}
        removeLabelOf={number => t('newRun.more.removeVariable', { number })}
        addLabel={t('newRun.more.addVariable')}
        rows={more.env}
        empty={EMPTY_VARIABLE}
        problemOf={problemOfRow(problems, 'spec.env')}
        onChange={env => onChange({ env })}
      >
        {(row, change, wrong) => (
          <>
            <FormTextField
              label={t('terms.name')}
              value={row.name}
              {...wrong}
              onChange={name => change({ ...row, name })}
            />
            {'value' in row ? (
              <FormTextField
                label={t('newRun.more.value')}
                value={row.value}
                onChange={value => change({ ...row, value })}
              />
            ) : (
              <FormTextField
                label={t('newRun.more.valueFrom')}
                value={JSON.stringify(row.valueFrom)}
                readOnly
              />
            )}
          </>
        )}
      </RowList>
      {kinds.length > 0 && (
        <RowList
          title={t('newRun.more.sources')}
          nameOf={number => t('newRun.more.source', { number })}
          removeLabelOf={number => t('newRun.more.removeSource', { number })}
          addLabel={t('newRun.more.addSource')}
          rows={more.envFrom}
          empty={{ ...EMPTY_SOURCE, kind: kinds[0].value as EnvFromKind }}
          problemOf={problemOfRow(problems, 'spec.envFrom')}
          onChange={envFrom => onChange({ envFrom })}
        >
          {(row, change, wrong) => (
            <>
              <SelectField
                label={t('newRun.more.kind')}
                fullWidth
                value={row.kind}
                options={kinds}
                onChange={kind => change({ ...row, kind: kind as EnvFromKind })}
              />
              <FormTextField
                label={t('terms.name')}
                value={row.name}
                {...wrong}
                onChange={name => change({ ...row, name })}
              />
            </>
          )}
        </RowList>
      )}
    </>
  );
}
