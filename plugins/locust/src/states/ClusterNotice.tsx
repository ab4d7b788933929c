import type { ClusterProblem } from 'backstage-plugin-locust-common';
import { formatAbsolute, formatRelative } from '../format/formatTime';
import { useTranslate } from '../translations/useTranslate';
import { Notice } from './Notice';

/** Whether the cluster answers but refuses, which another person can mend than one that does not answer. */
export function isForbidden(message: string): boolean {
  return /\b(forbidden|may not|not allowed|denied|unauthorized)\b/i.test(
    message,
  );
}

/** A cluster that cannot be asked: which, since when, and that the history is shown all the same. */
export function ClusterNotice(props: {
  readonly problem: ClusterProblem;
  readonly now: Date;
}) {
  const { cluster, message, since } = props.problem;
  const t = useTranslate();
  const forbidden = isForbidden(message);
  return (
    <Notice
      tone={forbidden ? 'error' : 'warning'}
      title={
        <>
          {forbidden
            ? t('states.cluster.forbidden', { cluster })
            : t('states.cluster.unreachable', { cluster })}
          {since && (
            <span title={formatAbsolute(since, t)}>
              {' · '}
              {t('states.since', {
                when: formatRelative(since, props.now, t),
              })}
            </span>
          )}
        </>
      }
    >
      {t('states.cluster.historyShown', { message })}
    </Notice>
  );
}
