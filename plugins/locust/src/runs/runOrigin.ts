import type { Run } from 'backstage-plugin-locust-common';

/** Who or what made a run, in a word or two. */
export function runOrigin(
  run: Run,
  personName: (ref: string) => string,
): string {
  switch (run.trigger) {
    case 'schedule':
      return 'Schedule';
    case 'resource':
      return `Applied · ${run.name}`;
    default:
      return run.requestedBy ? personName(run.requestedBy) : 'Portal';
  }
}
