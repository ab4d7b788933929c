import { useState } from 'react';
import Button from '@material-ui/core/Button';
import GetAppIcon from '@material-ui/icons/GetApp';
import { makeStyles } from '@material-ui/core/styles';
import type { LocustfileFiles } from 'backstage-plugin-locust-common';
import { saveFile } from '../exports/saveFile';
import { formatBytes } from '../format/formatBytes';
import { CopyButton } from '../layout/CopyButton';
import { Notice } from '../states/Notice';
import { useTranslate } from '../translations/useTranslate';
import { FileCode } from './FileCode';
import { FileList } from './FileList';

const useStyles = makeStyles(theme => ({
  files: {
    display: 'grid',
    gap: theme.spacing(1.5),
    alignItems: 'start',
    gridTemplateColumns: 'minmax(160px, 1fr) minmax(0, 3fr)',
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  content: { minWidth: 0 },
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'flex-end',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(0.5),
  },
}));

/** What a run ran, file by file; the locustfile first. */
export function FilesView(props: { readonly files: LocustfileFiles }) {
  const { main, files, entries } = props.files;
  const classes = useStyles();
  const t = useTranslate();
  const [asked, setAsked] = useState(main);
  const path = entries.some(it => it.path === asked) ? asked : main;
  const entry = entries.find(it => it.path === path);
  const text = files[path] ?? '';
  const content = entry?.binary ? (
    <Notice tone="info" title={t('locustfile.noTextTitle', { path })}>
      {t('locustfile.noTextHint', {
        size: formatBytes(entry.size),
        hash: entry.sha256,
      })}
    </Notice>
  ) : (
    <>
      <div className={classes.actions}>
        <CopyButton text={text} label={t('locustfile.copy')} />
        <Button
          size="small"
          color="primary"
          startIcon={<GetAppIcon />}
          onClick={() =>
            saveFile(
              path.split('/').pop() ?? path,
              new Blob([text], { type: 'text/plain' }),
            )
          }
        >
          {t('locustfile.download')}
        </Button>
      </div>
      <FileCode
        label={t('locustfile.contentOf', { path })}
        path={path}
        text={text}
      />
    </>
  );
  return entries.length > 1 ? (
    <div className={classes.files}>
      <FileList files={entries} chosen={path} onChoose={setAsked} />
      <div className={classes.content}>{content}</div>
    </div>
  ) : (
    <div className={classes.content}>{content}</div>
  );
}
