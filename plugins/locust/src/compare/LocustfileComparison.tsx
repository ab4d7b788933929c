import { useMemo, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useApi } from '@backstage/core-plugin-api';
import type { LocustfileFiles } from 'backstage-plugin-locust-common';
import { locustApiRef } from '../api/LocustApi';
import { Panel } from '../layout/Panel';
import { SelectField } from '../layout/SelectField';
import { usePolled } from '../live/usePolled';
import {
  areSame,
  type ChangedFile,
  compareFiles,
  type FilesComparison,
} from '../locustfile/compareFiles';
import { LineDiff } from '../locustfile/LineDiff';
import { explainError } from '../states/explainError';
import { PolledContent } from '../states/PolledContent';
import { useTranslate } from '../translations/useTranslate';

const useStyles = makeStyles(theme => ({
  quiet: {
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(14),
    marginBottom: theme.spacing(1),
  },
  file: {
    fontSize: theme.typography.pxToRem(14),
    fontWeight: 600,
    margin: theme.spacing(1.5, 0, 0.5),
    overflowWrap: 'anywhere',
  },
}));

/** A run, by the words that the comparison has for it. */
export interface NamedRun {
  readonly id: string;
  readonly name: string;
}

/** What two of the runs ran, held against each other. */
export function LocustfileComparison(props: {
  /** What the others are held against. */
  readonly reference: NamedRun;
  readonly others: readonly NamedRun[];
}) {
  const { reference, others } = props;
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const [asked, setAsked] = useState(others[0].id);
  const other = others.find(one => one.id === asked) ?? others[0];
  /** Undefined where none was kept. */
  const ran = (runId: string): Promise<LocustfileFiles | undefined> =>
    api.getRunLocustfile(runId).catch(error => {
      if (explainError(error, t).kind === 'notFound') {
        return undefined;
      }
      throw error;
    });
  const both = usePolled(
    `${reference.id} ${other.id}`,
    async () => {
      const [before, after] = await Promise.all([
        ran(reference.id),
        ran(other.id),
      ]);
      return { before, after };
    },
    () => 'never',
  );
  const compared = useMemo(() => {
    const { before, after } =
      both.status === 'loaded'
        ? both.value
        : { before: undefined, after: undefined };
    return before && after ? compareFiles(before, after) : undefined;
  }, [both]);

  return (
    <Panel
      title={
        both.status === 'loaded'
          ? t('locustfile.comparison', { outcome: t(outcomeOf(compared)) })
          : t('locustfile.title')
      }
      subtitle={t('locustfile.heldAgainst', {
        from: reference.name,
        to: other.name,
      })}
      actions={
        others.length > 1 && (
          <SelectField
            label={t('locustfile.title')}
            value={other.id}
            options={others.map(one => ({ value: one.id, label: one.name }))}
            onChange={setAsked}
          />
        )
      }
    >
      <PolledContent resource={both} what="locustfile" rows={2}>
        {({ before, after }) =>
          compared ? (
            <Differences compared={compared} />
          ) : (
            <Missing
              runs={[...(before ? [] : [reference]), ...(after ? [] : [other])]}
            />
          )
        }
      </PolledContent>
    </Panel>
  );
}

function outcomeOf(compared: FilesComparison | undefined) {
  if (!compared) {
    return 'locustfile.notKnown';
  }
  return areSame(compared) ? 'locustfile.same' : 'locustfile.changed';
}

function Missing(props: { readonly runs: readonly NamedRun[] }) {
  const classes = useStyles();
  const t = useTranslate();
  return (
    <>
      {props.runs.map(run => (
        <div key={run.id} className={classes.quiet}>
          {t('locustfile.notKept', { run: run.name })}
        </div>
      ))}
    </>
  );
}

function Differences(props: { readonly compared: FilesComparison }) {
  const { compared } = props;
  const { changed, same, main } = compared;
  const classes = useStyles();
  const t = useTranslate();
  if (areSame(compared)) {
    return <div className={classes.quiet}>{t('locustfile.sameAs')}</div>;
  }
  return (
    <>
      {main && (
        <div className={classes.quiet}>{t('locustfile.mainChanged', main)}</div>
      )}
      {changed.map(file => (
        <Difference key={file.path} file={file} />
      ))}
      {same > 0 && (
        <div className={classes.quiet}>
          {t('locustfile.fileSame', { count: same })}
        </div>
      )}
    </>
  );
}

const CHANGES = {
  added: 'locustfile.fileAdded',
  removed: 'locustfile.fileRemoved',
  changed: 'locustfile.fileChanged',
} as const;

function Difference(props: { readonly file: ChangedFile }) {
  const { path, change, texts } = props.file;
  const classes = useStyles();
  const t = useTranslate();
  const title = `${path}: ${t(CHANGES[change])}`;
  return (
    <div>
      <h4 className={classes.file}>{title}</h4>
      {texts ? (
        <LineDiff label={title} before={texts.before} after={texts.after} />
      ) : (
        <div className={classes.quiet}>{t('locustfile.bytesDiffer')}</div>
      )}
    </div>
  );
}
