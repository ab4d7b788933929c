import { useTranslate } from '../translations/useTranslate';
import { runStatus, type RunToTell } from './runStatus';
import { StatusChip } from './StatusChip';
import { StatusIcon } from './StatusIcon';

/** A run's state at a glance; the whole reason on hovering. */
export function RunStatusChip(props: {
  readonly run: RunToTell;
  readonly now: Date;
  /** Whether what belongs to the word is said here too. */
  readonly withDetail?: boolean;
}) {
  const { run, now, withDetail = true } = props;
  const t = useTranslate();
  const { word, detail, tone, shape } = runStatus(run, now, t);
  const separator = shape === 'going' ? ' ' : ' · ';
  return (
    <StatusChip
      tone={tone}
      icon={<StatusIcon shape={shape} />}
      title={run.reason?.message}
    >
      {withDetail && detail ? `${word}${separator}${detail}` : word}
    </StatusChip>
  );
}
