/** The views of a run, in their order; the first has no path of its own. */
export const RUN_TABS = [
  { value: 'overview', label: 'Overview' },
  { value: 'statistics', label: 'Statistics' },
  { value: 'thresholds', label: 'Thresholds' },
  { value: 'failures', label: 'Failures' },
  { value: 'log', label: 'Log' },
  { value: 'events', label: 'Events' },
  { value: 'settings', label: 'Settings' },
] as const;

export type RunTab = (typeof RUN_TABS)[number]['value'];

/** The view that a path's last part names; what names none is the first. */
export function runTabFrom(part: string | undefined): RunTab {
  return RUN_TABS.find(tab => tab.value === part)?.value ?? 'overview';
}
