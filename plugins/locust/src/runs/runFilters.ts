import type {
  RunPhase,
  Trigger,
  Verdict,
} from 'backstage-plugin-locust-common';
import type { RunQuery } from '../api/LocustApi';
import type { Translate } from '../translations/Translate';

/** What the list of runs is narrowed to; lives in the URL. */
export interface RunFilters {
  readonly phase?: string;
  readonly verdict?: Verdict;
  readonly test?: string;
  readonly trigger?: Trigger;
  readonly since?: Since;
}

/** How many days back a list goes, today being one. */
const SINCE_DAYS = { today: 1, week: 7, month: 30 } as const;

type Since = keyof typeof SINCE_DAYS;

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

const TRIGGERS: readonly Trigger[] = ['user', 'schedule', 'resource'];

/** What makes runs, as it is offered. */
export function triggerChoices(
  t: Translate,
): ReadonlyArray<Choice<Trigger | ''>> {
  return [
    { value: '', label: t('runs.filters.anyTrigger') },
    { value: 'user', label: t('runs.filters.byPerson') },
    { value: 'schedule', label: t('runs.filters.bySchedule') },
    { value: 'resource', label: t('runs.filters.byResource') },
  ];
}

const SINCES = Object.keys(SINCE_DAYS) as readonly Since[];

/** Times as they are offered. */
export function sinceChoices(t: Translate): ReadonlyArray<Choice<Since | ''>> {
  return [
    { value: '', label: t('runs.filters.anyTime') },
    { value: 'today', label: t('runs.filters.today') },
    { value: 'week', label: t('runs.filters.week') },
    { value: 'month', label: t('runs.filters.month') },
  ];
}

/** The beginning of the first of the days, where the viewer is: the same moment all day long. */
function beginningOf(since: Since, now: Date): Date {
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  midnight.setDate(midnight.getDate() - (SINCE_DAYS[since] - 1));
  return midnight;
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
  return {
    phase:
      phase && phase.split(',').every(one => PHASES.has(one))
        ? phase
        : undefined,
    verdict: VERDICTS.find(one => one === params.get('verdict')),
    test: params.get('test') || undefined,
    trigger: TRIGGERS.find(one => one === params.get('trigger')),
    since: SINCES.find(one => one === params.get('since')),
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
  return Object.values(filters).some(Boolean);
}

/** The query that the filters are, for an entity or for all. */
export function queryOf(
  { since, ...filters }: RunFilters,
  entityRef: string | undefined,
  now: Date,
): Omit<RunQuery, 'cursor' | 'limit'> {
  return {
    entityRef,
    ...filters,
    ...(since && { from: beginningOf(since, now) }),
  };
}
