import type { RunPhase, Verdict } from 'backstage-plugin-locust-common';
import type { RunQuery } from '../api/LocustApi';

/** What the list of runs is narrowed to; lives in the URL. */
export interface RunFilters {
  readonly phase?: string;
  readonly verdict?: Verdict;
  readonly test?: string;
}

/** Phases as they are offered; several of ours may be one to a person. */
export const PHASE_CHOICES: ReadonlyArray<{
  readonly value: string;
  readonly label: string;
}> = [
  { value: '', label: 'Any state' },
  { value: 'queued', label: 'Queued' },
  { value: 'starting,running,stopping', label: 'Running' },
  { value: 'finished', label: 'Finished' },
  { value: 'stopped', label: 'Stopped' },
  { value: 'error', label: 'Could not run' },
  { value: 'skipped', label: 'Skipped' },
];

export const VERDICT_CHOICES: ReadonlyArray<{
  readonly value: Verdict | '';
  readonly label: string;
}> = [
  { value: '', label: 'Any verdict' },
  { value: 'passed', label: 'Passed' },
  { value: 'failed', label: 'Failed' },
  { value: 'none', label: 'No thresholds' },
];

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
    verdict:
      VERDICT_CHOICES.find(choice => choice.value === verdict)?.value ||
      undefined,
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
