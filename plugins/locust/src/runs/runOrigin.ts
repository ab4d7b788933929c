import type { Run } from 'backstage-plugin-locust-common';
import type { Translate } from '../translations/Translate';

/** Who or what made a run, in a word or two. */
export function runOrigin(
  run: Pick<Run, 'trigger' | 'name' | 'requestedBy'>,
  personName: (ref: string) => string,
  t: Translate,
): string {
  switch (run.trigger) {
    case 'schedule':
      return t('runs.origin.schedule');
    case 'resource':
      return t('runs.origin.resource', { name: run.name });
    default:
      return run.requestedBy
        ? personName(run.requestedBy)
        : t('runs.origin.portal');
  }
}
