import { useEffect, useRef, useState, type ReactNode } from 'react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import FilterListIcon from '@material-ui/icons/FilterList';
import { useSearchParams } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import type { Run } from 'backstage-plugin-locust-common';
import { PendingButton } from '../action/PendingButton';
import { useAction } from '../action/useAction';
import { locustApiRef } from '../api/LocustApi';
import { CompareBar } from '../compare/CompareBar';
import {
  runIdsFrom,
  selectionState,
  withRunChosen,
  withRunsChosen,
} from '../compare/runSelection';
import { useBaselines } from '../delta/useBaselines';
import { useRunExport } from '../exports/useRunExport';
import { formatCount } from '../format/formatNumber';
import { SelectField } from '../layout/SelectField';
import { useNow } from '../live/useNow';
import { MarkRefusal } from '../marks/MarkRefusal';
import { NoteDialog } from '../marks/NoteDialog';
import { withMark } from '../marks/RunMark';
import { useRunMarks } from '../marks/useRunMarks';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { ErrorState } from '../states/ErrorState';
import { explainError } from '../states/explainError';
import { LoadingRows } from '../states/LoadingRows';
import { NoRunsState } from '../states/NoRunsState';
import { Notice } from '../states/Notice';
import { StaleNotice } from '../states/StaleNotice';
import { StateScreen } from '../states/StateScreen';
import { isActive } from '../status/isActive';
import type { Translate } from '../translations/Translate';
import { useTranslate } from '../translations/useTranslate';
import { DeleteRunDialog } from './DeleteRunDialog';
import {
  filtersFrom,
  isFiltered,
  phaseChoices,
  queryOf,
  sinceChoices,
  triggerChoices,
  verdictChoices,
  withFilters,
} from './runFilters';
import { RunsTable } from './RunsTable';
import { useRunAgain } from './useRunAgain';
import { useRuns } from './useRuns';

const useStyles = makeStyles(theme => ({
  filters: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1.5),
    [theme.breakpoints.down('xs')]: {
      width: '100%',
      '& > *': { flex: '1 1 45%', minWidth: 0 },
    },
  },
  more: {
    display: 'flex',
    justifyContent: 'center',
    alignItems: 'center',
    flexWrap: 'wrap',
    gap: theme.spacing(1.5),
    paddingTop: theme.spacing(2),
    color: theme.palette.text.secondary,
    fontSize: theme.typography.pxToRem(12),
  },
  notices: {
    display: 'grid',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
  },
}));

/** `25 of 1,204 shown` */
function shownOf(shown: number, total: number | undefined, t: Translate) {
  const number = formatCount(shown, t);
  return total === undefined
    ? t('runs.shown', { number })
    : t('runs.shownOf', { number, total: formatCount(total, t) });
}

interface RunsViewProps {
  /** Names of tests to filter by, beside those of the runs shown. */
  readonly testNames?: readonly string[];
  readonly withPlace?: boolean;
  readonly canStart?: boolean;
  /** What stands above the list, with the filters where they make sense. */
  readonly toolbar: (filters: ReactNode) => ReactNode;
}

/** The list of runs with its filters and actions. When the run that has the focus goes, the list has it. */
export function RunsView(props: RunsViewProps) {
  const t = useTranslate();
  const list = useRef<HTMLDivElement>(null);
  return (
    <div ref={list} tabIndex={-1} role="group" aria-label={t('terms.runs')}>
      <RunsContent
        {...props}
        onGone={() => {
          if (document.activeElement === document.body) {
            list.current?.focus();
          }
        }}
      />
    </div>
  );
}

function RunsContent(
  props: RunsViewProps & {
    /** A run that was deleted is no longer in the list. */
    readonly onGone: () => void;
  },
) {
  const { onGone } = props;
  const classes = useStyles();
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const paths = useLoadTestsPaths();
  const [params, setParams] = useSearchParams();
  const filters = filtersFrom(params);
  const {
    state,
    loadMore,
    reload,
    change: changeRuns,
  } = useRuns(queryOf(filters, paths.entityRef, new Date()));
  const known = useBaselines(paths.entityRef);
  const marks = useRunMarks((answer, marked) => {
    changeRuns(run =>
      run.id === answer.id ? answer : withMark(run, marked, new Date()),
    );
    reload();
    known.reload();
  });
  const download = useRunExport();
  const [toNote, setToNote] = useState<Run>();
  const chosen = runIdsFrom(params.get('chosen'));
  const anyActive =
    state.status === 'loaded' && state.runs.some(run => isActive(run.phase));
  const now = useNow(anyActive ? 1_000 : 30_000);
  const [toDelete, setToDelete] = useState<Run>();
  const [deletedId, setDeletedId] = useState<string>();
  const isGone =
    deletedId !== undefined &&
    state.status === 'loaded' &&
    state.runs.every(run => run.id !== deletedId);
  useEffect(() => {
    if (isGone) {
      setDeletedId(undefined);
      onGone();
    }
  }, [isGone, onGone]);
  const again = useRunAgain();
  const stop = useAction(async (run: Run) => {
    await api.stopRun(run.id);
    reload();
  });

  if (state.status === 'failed') {
    return (
      <>
        {props.toolbar(undefined)}
        <ErrorState what="runs" error={state.error} onRetry={reload} />
      </>
    );
  }
  if (
    state.status === 'loaded' &&
    state.runs.length === 0 &&
    !isFiltered(filters)
  ) {
    return (
      <>
        {props.toolbar(undefined)}
        <NoRunsState
          newRunPath={
            paths.entityRef && props.canStart !== false
              ? paths.newRun()
              : undefined
          }
        />
      </>
    );
  }

  const tests = new Set([
    ...(props.testNames ?? []),
    ...(state.status === 'loaded' ? state.runs.map(run => run.test) : []),
    ...(filters.test ? [filters.test] : []),
  ]);
  const change = (to: Parameters<typeof withFilters>[1]) =>
    setParams(withFilters(params, to), { replace: true });

  const filterBar = (
    <div
      className={classes.filters}
      role="group"
      aria-label={t('runs.filters.label')}
    >
      <SelectField
        label={t('runs.filters.state')}
        value={filters.phase ?? ''}
        options={phaseChoices(t)}
        onChange={phase => change({ phase })}
      />
      <SelectField
        label={t('runs.filters.verdict')}
        value={filters.verdict ?? ''}
        options={verdictChoices(t)}
        onChange={verdict => change({ verdict })}
      />
      <SelectField
        label={t('terms.test')}
        value={filters.test ?? ''}
        options={[
          { value: '', label: t('runs.filters.anyTest') },
          ...[...tests].sort().map(name => ({ value: name, label: name })),
        ]}
        onChange={test => change({ test })}
      />
      <SelectField
        label={t('runs.filters.startedBy')}
        value={filters.trigger ?? ''}
        options={triggerChoices(t)}
        onChange={trigger => change({ trigger })}
      />
      <SelectField
        label={t('runs.filters.when')}
        value={filters.since ?? ''}
        options={sinceChoices(t)}
        onChange={since => change({ since })}
      />
      {isFiltered(filters) && (
        <Button
          size="small"
          onClick={() =>
            change({ phase: '', verdict: '', test: '', trigger: '', since: '' })
          }
        >
          {t('runs.filters.clear')}
        </Button>
      )}
    </div>
  );

  return (
    <>
      {props.toolbar(filterBar)}
      <div className={classes.notices}>
        {again.error && (
          <Notice tone="error" title={t('runs.againFailed')}>
            {explainError(again.error, t).message}
          </Notice>
        )}
        {stop.error && (
          <Notice tone="error" title={t('runs.stopFailed')}>
            {explainError(stop.error, t).message}
          </Notice>
        )}
        <MarkRefusal marks={marks} />
        {download.error && (
          <Notice tone="error" title={t('exports.failed')}>
            {explainError(download.error, t).message}
          </Notice>
        )}
        {state.status === 'loaded' && state.staleBecause && (
          <StaleNotice
            updatedAt={state.updatedAt}
            because={state.staleBecause}
          />
        )}
      </div>
      {state.status === 'loading' && (
        <LoadingRows label={t('states.things.runs.loading')} />
      )}
      {state.status === 'loaded' &&
        (state.runs.length === 0 ? (
          <StateScreen
            icon={<FilterListIcon />}
            title={t('runs.filters.noMatch')}
          >
            {t('runs.filters.clearHint')}
          </StateScreen>
        ) : (
          <RunsTable
            runs={state.runs.map(marks.shown)}
            now={now}
            withPlace={props.withPlace}
            baselines={known.baselines}
            chosen={new Set(chosen)}
            full={selectionState(chosen.length) === 'full'}
            onChoose={(run, on) =>
              setParams(withRunChosen(params, run.id, on), { replace: true })
            }
            actions={{
              onRunAgain: again.run,
              onStop: stop.run,
              onDelete: setToDelete,
              onMark: marks.action.run,
              onNote: setToNote,
              onExport: download.run,
            }}
          />
        ))}
      {loadMore && (
        <div className={classes.more}>
          <PendingButton
            variant="outlined"
            size="small"
            pending={loadMore.pending}
            onClick={() => loadMore.run()}
          >
            {t('runs.loadMore')}
          </PendingButton>
          {state.status === 'loaded' &&
            shownOf(state.runs.length, state.total, t)}
          {loadMore.error && (
            <Notice tone="error" title={t('runs.moreFailed')}>
              {explainError(loadMore.error, t).message}
            </Notice>
          )}
        </div>
      )}
      <CompareBar
        runIds={chosen}
        reference={known.baselines.find(run => chosen.includes(run.id))?.id}
        onClear={() => setParams(withRunsChosen(params, []), { replace: true })}
      />
      <NoteDialog
        run={toNote}
        say={marks.say}
        onClose={() => setToNote(undefined)}
      />
      <DeleteRunDialog
        run={toDelete}
        onClose={() => setToDelete(undefined)}
        onDeleted={() => {
          if (toDelete && chosen.includes(toDelete.id)) {
            setParams(withRunChosen(params, toDelete.id, false), {
              replace: true,
            });
          }
          setDeletedId(toDelete?.id);
          setToDelete(undefined);
          reload();
        }}
      />
    </>
  );
}
