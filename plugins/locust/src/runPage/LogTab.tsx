import { useEffect, useId, useMemo, useRef, useState } from 'react';
import Button from '@material-ui/core/Button';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Switch from '@material-ui/core/Switch';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import GetAppIcon from '@material-ui/icons/GetApp';
import type { Run } from 'backstage-plugin-locust-common';
import { saveFile } from '../exports/saveFile';
import { Panel } from '../layout/Panel';
import { useRunLog } from '../live/useRunLog';
import { ErrorState } from '../states/ErrorState';
import { explainError } from '../states/explainError';
import { LoadingRows } from '../states/LoadingRows';
import { Notice } from '../states/Notice';
import { blend } from '../status/toneColours';
import type { Translate } from '../translations/Translate';
import { useTranslate } from '../translations/useTranslate';

/** More lines than this are not drawn at once; the download holds all. */
const MOST_LINES = 3_000;

const useStyles = makeStyles(theme => ({
  tools: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
  },
  log: {
    margin: theme.spacing(1, 0, 0),
    padding: theme.spacing(1.25),
    height: '60vh',
    minHeight: 240,
    overflow: 'auto',
    borderRadius: 6,
    fontFamily: 'ui-monospace, "Roboto Mono", Menlo, Consolas, monospace',
    fontSize: theme.typography.pxToRem(12),
    lineHeight: 1.6,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    color: theme.palette.text.primary,
    backgroundColor: blend(
      theme.palette.text.primary,
      theme.palette.background.paper,
      0.045,
    ),
    '& mark': {
      backgroundColor: blend(
        theme.palette.warning.main,
        theme.palette.background.paper,
        0.45,
      ),
      color: theme.palette.text.primary,
    },
  },
  note: {
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(12),
    marginTop: theme.spacing(1),
  },
}));

/** The lines that hold what is looked for, whatever its case; all of them for nothing. */
export function matchingLines(
  lines: readonly string[],
  search: string,
): readonly string[] {
  const wanted = search.trim().toLowerCase();
  return wanted
    ? lines.filter(line => line.toLowerCase().includes(wanted))
    : lines;
}

/** The master's log: search, download, and its end in view while the run goes. */
export function LogTab(props: { readonly run: Run }) {
  const { run } = props;
  const classes = useStyles();
  const t = useTranslate();
  const log = useRunLog(run.id);
  const searchId = useId();
  const [search, setSearch] = useState('');
  const [follow, setFollow] = useState(true);
  const box = useRef<HTMLPreElement>(null);
  const lines = log.status === 'loaded' ? log.lines : undefined;
  const shown = useMemo(
    () => matchingLines(lines ?? [], search).slice(-MOST_LINES),
    [lines, search],
  );

  useEffect(() => {
    if (follow && box.current) {
      box.current.scrollTop = box.current.scrollHeight;
    }
  }, [follow, shown]);

  if (log.status === 'loading') {
    return (
      <Panel title={t('runPage.log.title')}>
        <LoadingRows label={t('states.things.log.loading')} />
      </Panel>
    );
  }
  if (log.status === 'failed') {
    return (
      <Panel title={t('runPage.log.title')}>
        <ErrorState what="log" error={log.error} />
      </Panel>
    );
  }
  const found = search.trim()
    ? matchingLines(log.lines, search).length
    : undefined;
  return (
    <Panel
      title={t('runPage.log.title')}
      subtitle={
        log.complete
          ? t('runPage.log.ofMaster', { count: log.lines.length })
          : t('runPage.log.followed')
      }
      actions={
        <div className={classes.tools}>
          <TextField
            id={searchId}
            size="small"
            variant="outlined"
            label={t('runPage.log.search')}
            type="search"
            value={search}
            onChange={event => setSearch(event.target.value)}
            helperText={
              found === undefined
                ? undefined
                : t('runPage.log.lines', { count: found })
            }
          />
          {!log.complete && (
            <FormControlLabel
              control={
                <Switch
                  color="primary"
                  size="small"
                  checked={follow}
                  onChange={event => setFollow(event.target.checked)}
                />
              }
              label={t('runPage.log.follow')}
            />
          )}
          <Button
            size="small"
            variant="outlined"
            startIcon={<GetAppIcon />}
            disabled={log.lines.length === 0}
            onClick={() =>
              saveFile(
                `${run.name}.log`,
                new Blob([log.lines.join('\n')], { type: 'text/plain' }),
              )
            }
          >
            {t('runPage.log.download')}
          </Button>
        </div>
      }
    >
      {log.staleBecause && (
        <Notice tone="warning" title={t('runPage.log.stale')}>
          {explainError(log.staleBecause, t).message}
        </Notice>
      )}
      <pre
        ref={box}
        className={classes.log}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={t('runPage.log.label')}
      >
        {shown.length === 0
          ? emptyText(log.complete, search, t)
          : shown.map((line, index) => (
              <Line key={index} line={line} search={search.trim()} />
            ))}
      </pre>
      {log.omitted > 0 && (
        <div className={classes.note}>
          {t('runPage.log.omitted', { count: log.omitted })}
        </div>
      )}
    </Panel>
  );
}

function emptyText(complete: boolean, search: string, t: Translate): string {
  if (search.trim()) {
    return t('runPage.log.noMatch');
  }
  return complete ? t('runPage.log.empty') : t('runPage.log.nothingYet');
}

function Line(props: { readonly line: string; readonly search: string }) {
  const { line, search } = props;
  const at = search ? line.toLowerCase().indexOf(search.toLowerCase()) : -1;
  return (
    <>
      {at < 0 ? (
        line
      ) : (
        <>
          {line.slice(0, at)}
          <mark>{line.slice(at, at + search.length)}</mark>
          {line.slice(at + search.length)}
        </>
      )}
      {'\n'}
    </>
  );
}
