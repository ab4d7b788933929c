import { useId, type ReactNode } from 'react';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import { Notice } from '../states/Notice';
import { explainError } from '../states/explainError';
import { useTranslate } from '../translations/useTranslate';
import type { Action } from './useAction';
import { PendingButton } from './PendingButton';

/** Asks before something is lost; stays open with the reason when it could not be done. */
export function ConfirmDialog(props: {
  readonly open: boolean;
  readonly title: string;
  readonly children: ReactNode;
  readonly confirmLabel: string;
  readonly action: Action<readonly []>;
  readonly onClose: () => void;
}) {
  const titleId = useId();
  const t = useTranslate();
  const { action, onClose } = props;
  return (
    <Dialog
      open={props.open}
      onClose={action.pending ? undefined : onClose}
      aria-labelledby={titleId}
      maxWidth="xs"
      fullWidth
    >
      <DialogTitle id={titleId}>{props.title}</DialogTitle>
      <DialogContent>
        <DialogContentText color="textPrimary">
          {props.children}
        </DialogContentText>
        {action.error && (
          <Notice tone="error" title={t('action.failed')}>
            {explainError(action.error, t).message}
          </Notice>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} disabled={action.pending}>
          {t('action.cancel')}
        </Button>
        <PendingButton
          pending={action.pending}
          color="primary"
          variant="contained"
          onClick={() => action.run()}
        >
          {props.confirmLabel}
        </PendingButton>
      </DialogActions>
    </Dialog>
  );
}
