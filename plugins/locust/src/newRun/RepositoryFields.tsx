import { useEffect, useRef } from 'react';
import Button from '@material-ui/core/Button';
import FormHelperText from '@material-ui/core/FormHelperText';
import { makeStyles } from '@material-ui/core/styles';
import Skeleton from '@material-ui/lab/Skeleton';
import { Link } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import { locustApiRef } from '../api/LocustApi';
import { CodeBlock } from '../layout/CodeBlock';
import { useFieldStyles } from '../layout/useFieldStyles';
import { usePolled } from '../live/usePolled';
import { explainError } from '../states/explainError';
import { Notice } from '../states/Notice';
import type { NewRunForm } from './NewRunForm';

const useStyles = makeStyles(theme => ({
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(0.5, 2),
    fontSize: theme.typography.pxToRem(13),
    overflowWrap: 'anywhere',
  },
}));

/** The locustfile of the entity's repository, read when the form opens: what is shown is what runs. */
export function RepositoryFields(props: {
  readonly entityRef: string;
  readonly problem?: string;
  readonly onChange: (change: Partial<NewRunForm>) => void;
}) {
  const { entityRef, problem, onChange } = props;
  const classes = useStyles();
  const fields = useFieldStyles();
  const api = useApi(locustApiRef);
  const file = usePolled(
    entityRef,
    () => api.getRepositoryLocustfile(entityRef),
    () => 'never',
  );
  const content = file.status === 'loaded' ? file.value.content : undefined;
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => latest.current({ repository: content }), [content]);

  if (file.status === 'loading') {
    return (
      <div role="status" aria-label="Loading the locustfile">
        <Skeleton variant="rect" height={180} />
      </div>
    );
  }
  if (file.status === 'failed') {
    return (
      <Notice
        tone="error"
        title="The locustfile could not be read from the repository"
        action={
          <Button size="small" color="primary" onClick={file.reload}>
            Try again
          </Button>
        }
      >
        {explainError(file.error).message}
      </Notice>
    );
  }
  const { path, url } = file.value;
  return (
    <div>
      <div className={classes.head}>
        <Link to={url}>{path}</Link>
        <Button
          size="small"
          onClick={() =>
            onChange({ source: 'inline', inline: file.value.content })
          }
        >
          Change it for this run
        </Button>
      </div>
      <CodeBlock label="Locustfile" text={file.value.content} />
      {problem && (
        <FormHelperText error className={fields.problem}>
          {problem}
        </FormHelperText>
      )}
    </div>
  );
}
