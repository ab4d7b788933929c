import { useEffect, useMemo, useRef } from 'react';
import Button from '@material-ui/core/Button';
import FormHelperText from '@material-ui/core/FormHelperText';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useApi } from '@backstage/core-plugin-api';
import type {
  LocustfileSource,
  RepositoryFolder,
} from 'backstage-plugin-locust-common';
import { locustApiRef, type RepositoryLocustfile } from '../api/LocustApi';
import { useFieldStyles } from '../layout/useFieldStyles';
import { usePolled } from '../live/usePolled';
import { FileCode } from '../locustfile/FileCode';
import { FileList } from '../locustfile/FileList';
import { PolledContent } from '../states/PolledContent';
import { useTranslate } from '../translations/useTranslate';
import type { NewRunForm } from './NewRunForm';

const useStyles = makeStyles(theme => ({
  stack: { display: 'grid', gap: theme.spacing(1) },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(0.5, 2),
    fontSize: theme.typography.pxToRem(13),
    overflowWrap: 'anywhere',
  },
  hint: {
    fontSize: theme.typography.pxToRem(13),
    color: theme.palette.text.secondary,
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
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const read = usePolled(
    entityRef,
    () => api.getRepositoryLocustfile(entityRef),
    () => 'never',
  );
  const file = read.status === 'loaded' ? read.value : undefined;
  const source = useMemo(() => file && sourceOf(file), [file]);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => latest.current({ repository: source }), [source]);

  return (
    <PolledContent resource={read} what="locustfile" rows={3}>
      {({ path, url, content, folder }) => (
        <div className={classes.stack}>
          <div className={classes.head}>
            <Link to={url}>{path}</Link>
            {!folder && (
              <Button
                size="small"
                onClick={() => onChange({ source: 'inline', inline: content })}
              >
                {t('locustfile.changeForThisRun')}
              </Button>
            )}
          </div>
          {folder && <FolderFiles folder={folder} />}
          <FileCode
            label={t('locustfile.title')}
            path="locustfile.py"
            text={content}
          />
          {problem && (
            <FormHelperText error className={fields.problem}>
              {problem}
            </FormHelperText>
          )}
        </div>
      )}
    </PolledContent>
  );
}

function sourceOf({ content, folder }: RepositoryLocustfile): LocustfileSource {
  return folder
    ? {
        snapshot: folder.snapshot,
        files: folder.files.map(it => it.path),
      }
    : { inline: content };
}

function FolderFiles(props: { readonly folder: RepositoryFolder }) {
  const { files, leftOut } = props.folder;
  const classes = useStyles();
  const t = useTranslate();
  return (
    <>
      <FileList files={files} />
      <div className={classes.hint}>
        {t('locustfile.whatIsRun', { main: files[0].path })}
        {leftOut.length > 0 && (
          <>
            {' '}
            {t('locustfile.leftOut', { count: leftOut.length })}{' '}
            {leftOut.join(', ')}
          </>
        )}
      </div>
    </>
  );
}
