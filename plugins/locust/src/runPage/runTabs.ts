/** The views of a run, in their order; the first has no path of its own. */
export const RUN_TABS = [
  'overview',
  'statistics',
  'thresholds',
  'failures',
  'log',
  'events',
  'settings',
] as const;

export type RunTab = (typeof RUN_TABS)[number];

/** The view that a path's last part names; what names none is the first. */
export function runTabFrom(part: string | undefined): RunTab {
  return RUN_TABS.find(tab => tab === part) ?? 'overview';
}
