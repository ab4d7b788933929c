import { lazy, Suspense, useId } from 'react';
import FormHelperText from '@material-ui/core/FormHelperText';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import { useApi } from '@backstage/core-plugin-api';
import { locustApiRef } from '../api/LocustApi';
import { Segments } from '../layout/Segments';
import { SelectField } from '../layout/SelectField';
import { useFieldStyles } from '../layout/useFieldStyles';
import { usePolled } from '../live/usePolled';
import { explainError } from '../states/explainError';
import { Notice } from '../states/Notice';
import type { NewRunForm } from './NewRunForm';
import { RepositoryFields } from './RepositoryFields';

const PythonEditor = lazy(() => import('./PythonEditor'));

const useStyles = makeStyles(theme => ({
  stack: { display: 'grid', gap: theme.spacing(1.5) },
  editor: {
    borderRadius: 6,
    overflow: 'hidden',
    border: `1px solid ${theme.palette.divider}`,
    '&:focus-within': { borderColor: theme.palette.primary.main },
  },
  invalid: { borderColor: theme.palette.error.main },
  pair: {
    display: 'grid',
    gap: theme.spacing(1.5),
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    [theme.breakpoints.down('xs')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
}));

/** Where the locustfile comes from. */
export function LocustfileFields(props: {
  readonly form: NewRunForm;
  readonly entityRef?: string;
  /** Where the entity says that its own one is. */
  readonly repositoryPath?: string;
  readonly problem?: string;
  readonly onChange: (change: Partial<NewRunForm>) => void;
}) {
  const { form, problem, onChange } = props;
  const classes = useStyles();
  const helpId = useId();
  const fields = useFieldStyles();
  return (
    <div className={classes.stack}>
      <div>
        <Segments
          label="Where the locustfile comes from"
          value={form.source}
          options={[
            ...(props.repositoryPath
              ? [{ value: 'repository' as const, label: 'Repository' }]
              : []),
            { value: 'inline', label: 'Write it here' },
            { value: 'configMap', label: 'ConfigMap' },
          ]}
          onChange={source => onChange({ source })}
        />
      </div>
      {form.source === 'repository' && props.entityRef && (
        <RepositoryFields
          entityRef={props.entityRef}
          problem={problem}
          onChange={onChange}
        />
      )}
      {form.source === 'inline' && (
        <div>
          <div
            className={
              problem ? `${classes.editor} ${classes.invalid}` : classes.editor
            }
          >
            <Suspense fallback={<Skeleton variant="rect" height={180} />}>
              <PythonEditor
                label="Locustfile"
                value={form.inline}
                invalid={Boolean(problem)}
                describedBy={problem ? helpId : undefined}
                onChange={inline => onChange({ inline })}
              />
            </Suspense>
          </div>
          {problem && (
            <FormHelperText id={helpId} error className={fields.problem}>
              {problem}
            </FormHelperText>
          )}
        </div>
      )}
      {form.source === 'configMap' && <ConfigMapFields {...props} />}
    </div>
  );
}

function ConfigMapFields(props: {
  readonly form: NewRunForm;
  readonly entityRef?: string;
  readonly problem?: string;
  readonly onChange: (change: Partial<NewRunForm>) => void;
}) {
  const { form, entityRef, problem, onChange } = props;
  const { cluster, namespace } = form;
  const classes = useStyles();
  const api = useApi(locustApiRef);
  const maps = usePolled(
    `${cluster}/${namespace}`,
    () => api.listConfigMaps({ entityRef, cluster, namespace }),
    () => 'never',
  );
  if (maps.status === 'loading') {
    return (
      <div role="status" aria-label="Loading ConfigMaps">
        <Skeleton variant="rect" height={40} />
      </div>
    );
  }
  if (maps.status === 'failed') {
    return (
      <Notice
        tone="error"
        title={`The ConfigMaps of ${cluster} / ${namespace} could not be listed`}
      >
        {explainError(maps.error).message}
      </Notice>
    );
  }
  if (maps.value.length === 0) {
    return (
      <Notice
        tone="info"
        title={`No ConfigMap of ${cluster} / ${namespace} holds a Python file`}
      >
        Put a locustfile into one, under a key that ends in .py, or write it
        here.
      </Notice>
    );
  }
  const chosen = maps.value.find(one => one.name === form.configMap);
  const names = maps.value.map(one => one.name);
  // One that is gone stays visible, so that the refusal of it makes sense.
  const missing = form.configMap && !chosen ? [form.configMap] : [];
  return (
    <div className={classes.pair}>
      <SelectField
        label="ConfigMap"
        fullWidth
        value={form.configMap}
        error={Boolean(problem)}
        helperText={problem}
        options={[
          { value: '', label: 'Choose…' },
          ...[...missing, ...names].map(name => ({ value: name, label: name })),
        ]}
        onChange={configMap => {
          const keys =
            maps.value.find(one => one.name === configMap)?.keys ?? [];
          onChange({
            configMap,
            key: keys.find(key => key === 'locustfile.py') ?? keys[0] ?? '',
          });
        }}
      />
      {chosen && (
        <SelectField
          label="File"
          fullWidth
          value={form.key}
          options={chosen.keys.map(key => ({ value: key, label: key }))}
          onChange={key => onChange({ key })}
        />
      )}
    </div>
  );
}
