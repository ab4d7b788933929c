import { useApi } from '@backstage/core-plugin-api';
import type { Run } from 'backstage-plugin-locust-common';
import { ConfirmDialog } from '../action/ConfirmDialog';
import { useAction } from '../action/useAction';
import { locustApiRef } from '../api/LocustApi';
import { formatDayAndTime } from '../format/formatTime';
import { useTranslate } from '../translations/useTranslate';

/** Deleting a run loses its figures and its log, so it is asked about. */
export function DeleteRunDialog(props: {
  readonly run: Run | undefined;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}) {
  const { run, onClose, onDeleted } = props;
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const action = useAction(async () => {
    if (run) {
      await api.deleteRun(run.id);
      onDeleted();
    }
  });
  return (
    <ConfirmDialog
      open={Boolean(run)}
      title={t('runs.deletion.title', { test: run?.test ?? '' })}
      confirmLabel={t('runs.deletion.confirm')}
      action={action}
      onClose={() => {
        action.dismiss();
        onClose();
      }}
    >
      {run &&
        t('runs.deletion.body', {
          when: formatDayAndTime(run.startedAt ?? run.createdAt, undefined, t),
        })}
    </ConfirmDialog>
  );
}
