import { useEffect, useId, useState } from 'react';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import type { Run } from 'backstage-plugin-locust-common';
import { ConfirmDialog } from '../action/ConfirmDialog';
import { PendingButton } from '../action/PendingButton';
import { useAction } from '../action/useAction';
import { formatCount } from '../format/formatNumber';
import { useFieldStyles } from '../layout/useFieldStyles';
import { explainError } from '../states/explainError';
import { Notice } from '../states/Notice';
import { useTranslate } from '../translations/useTranslate';
import type { RunMarks } from './useRunMarks';

/** As the backend has it. */
const MOST_CHARACTERS = 2_000;

const useStyles = makeStyles(theme => ({
  content: { display: 'grid', gap: theme.spacing(1.5) },
  remove: { marginRight: 'auto' },
}));

/** Writes a person's words about a run; what was typed stays until it is saved. */
export function NoteDialog(props: {
  /** The run to write about; closed without one. */
  readonly run: Run | undefined;
  readonly say: RunMarks['say'];
  readonly onClose: () => void;
}) {
  const { run, say, onClose } = props;
  const classes = useStyles();
  const t = useTranslate();
  const fields = useFieldStyles();
  const id = useId();
  const [text, setText] = useState('');
  const [removing, setRemoving] = useState(false);
  const save = useAction(async () => {
    if (run) {
      await say(run, { kind: 'annotate', text: text.trim() });
      onClose();
    }
  });
  const remove = useAction(async () => {
    if (run) {
      await say(run, { kind: 'removeNote' });
      setRemoving(false);
      onClose();
    }
  });
  const runId = run?.id;
  const known = run?.note?.text ?? '';
  useEffect(() => {
    if (runId) {
      setText(known);
    }
    // What is typed is not overwritten when the run is renewed meanwhile.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [runId]);
  const close = () => {
    save.dismiss();
    onClose();
  };

  return (
    <>
      <Dialog
        open={Boolean(run) && !removing}
        onClose={save.pending ? undefined : close}
        aria-labelledby={`${id}title`}
        maxWidth="sm"
        fullWidth
      >
        <DialogTitle id={`${id}title`}>
          {run && t('marks.note.title', { test: run.test })}
        </DialogTitle>
        <DialogContent className={classes.content}>
          <TextField
            id={`${id}text`}
            className={fields.field}
            label={t('marks.note.label')}
            variant="outlined"
            multiline
            minRows={3}
            fullWidth
            // What the dialog was opened for.
            // eslint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            value={text}
            inputProps={{ maxLength: MOST_CHARACTERS }}
            InputLabelProps={{ shrink: true }}
            helperText={t('marks.note.help', {
              left: formatCount(MOST_CHARACTERS - text.length, t),
            })}
            onChange={event => setText(event.target.value)}
          />
          {save.error && (
            <Notice tone="error" title={t('marks.refused.annotate')}>
              {explainError(save.error, t).message}
            </Notice>
          )}
        </DialogContent>
        <DialogActions>
          {known && (
            <Button
              className={classes.remove}
              disabled={save.pending}
              onClick={() => setRemoving(true)}
            >
              {t('marks.note.askRemove')}
            </Button>
          )}
          <Button onClick={close} disabled={save.pending}>
            {t('action.cancel')}
          </Button>
          {text.trim() === '' ? (
            <Button variant="contained" color="primary" disabled>
              {t('marks.note.save')}
            </Button>
          ) : (
            <PendingButton
              pending={save.pending}
              variant="contained"
              color="primary"
              onClick={() => save.run()}
            >
              {t('marks.note.save')}
            </PendingButton>
          )}
        </DialogActions>
      </Dialog>
      <ConfirmDialog
        open={Boolean(run) && removing}
        title={t('marks.note.removeTitle')}
        confirmLabel={t('marks.note.remove')}
        action={remove}
        onClose={() => {
          remove.dismiss();
          setRemoving(false);
        }}
      >
        {t('marks.note.lost', { note: known })}
      </ConfirmDialog>
    </>
  );
}
