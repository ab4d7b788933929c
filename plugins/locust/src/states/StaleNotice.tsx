import { formatSpan } from '../format/formatClock';
import { useNow } from '../live/useNow';
import { explainError } from './explainError';
import { Notice } from './Notice';

/** Says how old the figures are while they cannot be renewed. */
export function StaleNotice(props: {
  readonly updatedAt: Date;
  readonly because: Error;
}) {
  const now = useNow(1_000);
  const age = (now.getTime() - props.updatedAt.getTime()) / 1000;
  return (
    <Notice tone="warning">
      <b>Last update {formatSpan(age)} ago.</b>{' '}
      {explainError(props.because).message} It is tried again by itself.
    </Notice>
  );
}
