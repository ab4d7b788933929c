import { useApi } from '@backstage/core-plugin-api';
import type { Test } from 'backstage-plugin-locust-common';
import { ConfirmDialog } from '../action/ConfirmDialog';
import { useAction } from '../action/useAction';
import { locustApiRef } from '../api/LocustApi';

/** A deleted schedule has to be written again, so it is asked about. */
export function DeleteScheduleDialog(props: {
  readonly test: Test | undefined;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}) {
  const { test, onClose, onDeleted } = props;
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
      title={`Delete the schedule ${test?.test ?? ''}?`}
      confirmLabel="Delete schedule"
      action={action}
      onClose={() => {
        action.dismiss();
        onClose();
      }}
    >
      It does not run again, and a run of it in progress is ended. The runs
      recorded so far stay.
    </ConfirmDialog>
  );
}
