import { lazy, Suspense, useId } from 'react';
import FormHelperText from '@material-ui/core/FormHelperText';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import { Segments } from '../layout/Segments';
import { useFieldStyles } from '../layout/useFieldStyles';
import { useTranslate } from '../translations/useTranslate';
import { ConfigMapFields } from './ConfigMapFields';
import { EarlierFields } from './EarlierFields';
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
}));

/** Where the locustfile comes from. */
export function LocustfileFields(props: {
  readonly form: NewRunForm;
  readonly entityRef?: string;
  /** Where the entity says that its own one is. */
  readonly repositoryPath?: string;
  /** Whether any may be used where it goes. */
  readonly withConfigMaps: boolean;
  readonly problem?: string;
  readonly onChange: (change: Partial<NewRunForm>) => void;
}) {
  const { form, problem, onChange } = props;
  const classes = useStyles();
  const helpId = useId();
  const fields = useFieldStyles();
  const t = useTranslate();
  return (
    <div className={classes.stack}>
      <div>
        <Segments
          label={t('locustfile.sourceLabel')}
          value={form.source}
          options={[
            ...(props.repositoryPath
              ? [
                  {
                    value: 'repository' as const,
                    label: t('locustfile.repositorySource'),
                  },
                ]
              : []),
            ...(form.earlier
              ? [
                  {
                    value: 'earlier' as const,
                    label: t('locustfile.earlierSource'),
                  },
                ]
              : []),
            { value: 'inline', label: t('locustfile.inlineSource') },
            ...(props.withConfigMaps || form.source === 'configMap'
              ? [
                  {
                    value: 'configMap' as const,
                    label: t('locustfile.configMapSource'),
                  },
                ]
              : []),
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
      {form.source === 'earlier' && form.earlier && (
        <EarlierFields earlier={form.earlier} problem={problem} />
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
                label={t('locustfile.title')}
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
