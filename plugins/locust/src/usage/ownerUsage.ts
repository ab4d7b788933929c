import { csvText, type OwnerUsage } from 'backstage-plugin-locust-common';

/** Everything that is added up. */
const FIGURES = [
  'runs',
  'failed',
  'errors',
  'userHours',
  'workerHours',
] as const;

type Figures = Readonly<Record<(typeof FIGURES)[number], number>>;

/** What the runs of an owner took in a time. */
export interface UsageSum extends Figures {
  /** Undefined: nobody answers for them. */
  readonly owner?: string;
  /** Worker-hours of each day of the time, in their order. */
  readonly daily: readonly number[];
}

const DAY_MS = 24 * 60 * 60_000;

/** The days of a time in UTC, as `2026-01-31`. */
export function daysBetween(from: Date, to: Date): readonly string[] {
  const first = Math.floor(from.getTime() / DAY_MS);
  const last = Math.floor((to.getTime() - 1) / DAY_MS);
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, place) =>
    new Date((first + place) * DAY_MS).toISOString().slice(0, 10),
  );
}

/** Adds up days by owner, who used most first, and what nobody answers for last. */
export function usageByOwner(
  items: readonly OwnerUsage[],
  days: readonly string[],
): readonly UsageSum[] {
  const owners = [...new Set(items.map(it => it.owner))];
  return owners
    .map((owner): UsageSum => {
      const own = items.filter(it => it.owner === owner);
      const figures = Object.fromEntries(
        FIGURES.map(figure => [
          figure,
          own.reduce((sum, it) => sum + it[figure], 0),
        ]),
      ) as unknown as Figures;
      return {
        owner,
        ...figures,
        daily: days.map(day =>
          own
            .filter(it => it.day === day)
            .reduce((sum, it) => sum + it.workerHours, 0),
        ),
      };
    })
    .sort(
      (a, b) =>
        Number(a.owner === undefined) - Number(b.owner === undefined) ||
        b.workerHours - a.workerHours ||
        b.runs - a.runs,
    );
}

/** Day by day, for a spreadsheet; the headings are the fields of the interface. */
export function usageCsv(items: readonly OwnerUsage[]): string {
  return csvText([
    ['day', 'owner', ...FIGURES],
    ...items.map(it => [
      it.day,
      it.owner ?? '',
      ...FIGURES.map(figure => it[figure]),
    ]),
  ]);
}
