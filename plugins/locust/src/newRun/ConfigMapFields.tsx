import { makeStyles } from '@material-ui/core/styles';
import { useApi } from '@backstage/core-plugin-api';
import { locustApiRef, type LocustfileConfigMap } from '../api/LocustApi';
import { SelectField } from '../layout/SelectField';
import { usePolled } from '../live/usePolled';
import { Notice } from '../states/Notice';
import { PolledContent } from '../states/PolledContent';
import { useTranslate } from '../translations/useTranslate';
import type { NewRunForm } from './NewRunForm';

const useStyles = makeStyles(theme => ({
  pair: {
    display: 'grid',
    gap: theme.spacing(1.5),
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    [theme.breakpoints.down('xs')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
}));

interface Props {
  readonly form: NewRunForm;
  readonly entityRef?: string;
  readonly problem?: string;
  readonly onChange: (change: Partial<NewRunForm>) => void;
}

/** A locustfile that lies in a ConfigMap of the namespace already. */
export function ConfigMapFields(props: Props) {
  const { form, entityRef } = props;
  const { cluster, namespace } = form;
  const api = useApi(locustApiRef);
  const maps = usePolled(
    `${cluster}/${namespace}`,
    () => api.listConfigMaps({ entityRef, cluster, namespace }),
    () => 'never',
  );
  return (
    <PolledContent resource={maps} what="configMaps" rows={1}>
      {found => <ConfigMapChoice {...props} maps={found} />}
    </PolledContent>
  );
}

function ConfigMapChoice(
  props: Props & { readonly maps: readonly LocustfileConfigMap[] },
) {
  const { form, maps, problem, onChange } = props;
  const { cluster, namespace } = form;
  const classes = useStyles();
  const t = useTranslate();
  if (maps.length === 0) {
    return (
      <Notice
        tone="info"
        title={t('newRun.configMap.none', { cluster, namespace })}
      >
        {t('newRun.configMap.noneBody')}
      </Notice>
    );
  }
  const chosen = maps.find(one => one.name === form.configMap);
  const names = maps.map(one => one.name);
  // One that is gone stays visible, so that the refusal of it makes sense.
  const missing = form.configMap && !chosen ? [form.configMap] : [];
  return (
    <div className={classes.pair}>
      <SelectField
        label={t('newRun.configMap.title')}
        fullWidth
        value={form.configMap}
        error={Boolean(problem)}
        helperText={problem}
        options={[
          { value: '', label: t('newRun.configMap.choose') },
          ...[...missing, ...names].map(name => ({ value: name, label: name })),
        ]}
        onChange={configMap => {
          const keys = maps.find(one => one.name === configMap)?.keys ?? [];
          onChange({
            configMap,
            key: keys.find(key => key === 'locustfile.py') ?? keys[0] ?? '',
          });
        }}
      />
      {chosen && (
        <SelectField
          label={t('newRun.configMap.file')}
          fullWidth
          value={form.key}
          options={chosen.keys.map(key => ({ value: key, label: key }))}
          onChange={key => onChange({ key })}
        />
      )}
    </div>
  );
}
