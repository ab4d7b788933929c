import type { RunPhase, Verdict } from 'backstage-plugin-locust-common';
import type { RunQuery } from '../api/LocustApi';
import type { Translate } from '../translations/Translate';

/** What the list of runs is narrowed to; lives in the URL. */
export interface RunFilters {
  readonly phase?: string;
  readonly verdict?: Verdict;
  readonly test?: string;
}

interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
}

/** Phases as they are offered; several of ours may be one to a person. */
export function phaseChoices(t: Translate): ReadonlyArray<Choice<string>> {
  return [
    { value: '', label: t('runs.filters.anyState') },
    { value: 'queued', label: t('status.queued') },
    { value: 'starting,running,stopping', label: t('status.running') },
    { value: 'finished', label: t('status.finished') },
    { value: 'stopped', label: t('status.stopped') },
    { value: 'error', label: t('status.couldNotRun') },
    { value: 'skipped', label: t('status.skipped') },
  ];
}

const VERDICTS: readonly Verdict[] = ['passed', 'failed', 'none'];

/** Verdicts as they are offered. */
export function verdictChoices(
  t: Translate,
): ReadonlyArray<Choice<Verdict | ''>> {
  return [
    { value: '', label: t('runs.filters.anyVerdict') },
    { value: 'passed', label: t('status.passed') },
    { value: 'failed', label: t('status.failed') },
    { value: 'none', label: t('runs.filters.noThresholds') },
  ];
}

const PHASES: ReadonlySet<string> = new Set<RunPhase>([
  'queued',
  'starting',
  'running',
  'stopping',
  'finished',
  'stopped',
  'error',
  'skipped',
]);

/** Reads filters from the URL; what is not one is left out rather than sent on. */
export function filtersFrom(params: URLSearchParams): RunFilters {
  const phase = params.get('phase') ?? '';
  const verdict = params.get('verdict') ?? '';
  return {
    phase:
      phase && phase.split(',').every(one => PHASES.has(one))
        ? phase
        : undefined,
    verdict: VERDICTS.find(one => one === verdict),
    test: params.get('test') || undefined,
  };
}

/** The same parameters with some filters changed; an empty one is taken out. */
export function withFilters(
  params: URLSearchParams,
  change: Partial<Record<keyof RunFilters, string>>,
): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(change)) {
    if (value) {
      next.set(name, value);
    } else {
      next.delete(name);
    }
  }
  return next;
}

export function isFiltered(filters: RunFilters): boolean {
  return Boolean(filters.phase || filters.verdict || filters.test);
}

/** The query that the filters are, for an entity or for all. */
export function queryOf(
  filters: RunFilters,
  entityRef: string | undefined,
): Omit<RunQuery, 'cursor' | 'limit'> {
  return { entityRef, ...filters };
}
