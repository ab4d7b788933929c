import { formatSpan } from '../format/formatClock';
import { useNow } from '../live/useNow';
import { useTranslate } from '../translations/useTranslate';
import { explainError } from './explainError';
import { Notice } from './Notice';

/** Says how old the figures are while they cannot be renewed. */
export function StaleNotice(props: {
  readonly updatedAt: Date;
  readonly because: Error;
}) {
  const t = useTranslate();
  const now = useNow(1_000);
  const age = (now.getTime() - props.updatedAt.getTime()) / 1000;
  return (
    <Notice tone="warning">
      <b>{t('states.stale', { age: formatSpan(age) })}</b>{' '}
      {t('states.triedAgain', {
        message: explainError(props.because, t).message,
      })}
    </Notice>
  );
}
