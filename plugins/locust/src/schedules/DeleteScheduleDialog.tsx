import { useApi } from '@backstage/core-plugin-api';
import type { Test } from 'backstage-plugin-locust-common';
import { ConfirmDialog } from '../action/ConfirmDialog';
import { useAction } from '../action/useAction';
import { locustApiRef } from '../api/LocustApi';
import { useTranslate } from '../translations/useTranslate';

/** A deleted schedule has to be written again, so it is asked about. */
export function DeleteScheduleDialog(props: {
  readonly test: Test | undefined;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}) {
  const { test, onClose, onDeleted } = props;
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const action = useAction(async () => {
    if (test) {
      await api.deleteTest(test.id);
      onDeleted();
    }
  });
  return (
    <ConfirmDialog
      open={Boolean(test)}
      title={t('schedules.deletion.title', { test: test?.test ?? '' })}
      confirmLabel={t('schedules.deletion.confirm')}
      action={action}
      onClose={() => {
        action.dismiss();
        onClose();
      }}
    >
      {t('schedules.deletion.body')}
    </ConfirmDialog>
  );
}
