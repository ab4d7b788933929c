import { useId, useState } from 'react';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import { useApi } from '@backstage/core-plugin-api';
import { PendingButton } from '../action/PendingButton';
import { useAction } from '../action/useAction';
import { useIdempotent } from '../action/useIdempotent';
import { locustApiRef } from '../api/LocustApi';
import { SelectField } from '../layout/SelectField';
import { useFieldStyles } from '../layout/useFieldStyles';
import { explainError } from '../states/explainError';
import { Notice } from '../states/Notice';
import { useTranslate } from '../translations/useTranslate';

/** An emergency stops what goes and begins at once; a planned one lets it end. */
export type FreezeKind = 'emergency' | 'planned';

const MOST_CHARACTERS = 500;

const useStyles = makeStyles(theme => ({
  content: { display: 'grid', gap: theme.spacing(2) },
}));

/** Declares a time in which nothing starts. What was typed stays until it is declared. */
export function FreezeDialog(props: {
  readonly kind: FreezeKind;
  readonly clusters: readonly string[];
  readonly onClose: () => void;
  readonly onDeclared: () => void;
}) {
  const { kind, clusters, onClose, onDeclared } = props;
  const isEmergency = kind === 'emergency';
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const classes = useStyles();
  const fields = useFieldStyles();
  const idempotent = useIdempotent();
  const id = useId();
  const [reason, setReason] = useState('');
  const [cluster, setCluster] = useState('');
  const [owner, setOwner] = useState('');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const declare = useAction(async () => {
    await idempotent(key =>
      api.declareFreeze(
        {
          reason: reason.trim(),
          stopsRuns: isEmergency,
          ...(cluster && { clusters: [cluster] }),
          ...(owner.trim() && { owners: [owner.trim()] }),
          // What the browser gives has no zone: it is meant in the viewer's.
          ...(from && { from: new Date(from) }),
          ...(until && { until: new Date(until) }),
        },
        key,
      ),
    );
    onDeclared();
    onClose();
  });
  const isBackwards =
    until !== '' &&
    new Date(until).getTime() <= (from ? new Date(from).getTime() : Date.now());
  const isReady = reason.trim() !== '' && !isBackwards;
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const confirm = isEmergency
    ? t('freezes.confirmStop')
    : t('freezes.confirmPlan');
  return (
    <Dialog
      open
      onClose={declare.pending ? undefined : onClose}
      aria-labelledby={`${id}title`}
      aria-describedby={`${id}about`}
      maxWidth="sm"
      fullWidth
    >
      <DialogTitle id={`${id}title`}>
        {isEmergency ? t('freezes.stopTitle') : t('freezes.planTitle')}
      </DialogTitle>
      <DialogContent className={classes.content}>
        <DialogContentText id={`${id}about`} color="textPrimary">
          {isEmergency ? t('freezes.stopAbout') : t('freezes.planAbout')}
        </DialogContentText>
        <TextField
          id={`${id}reason`}
          className={fields.field}
          label={t('freezes.reason')}
          helperText={t('freezes.reasonHelp')}
          variant="outlined"
          size="small"
          fullWidth
          required
          // What the dialog was opened for.
          // eslint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          value={reason}
          inputProps={{ maxLength: MOST_CHARACTERS }}
          InputLabelProps={{ shrink: true }}
          onChange={event => setReason(event.target.value)}
        />
        <SelectField
          label={t('freezes.cluster')}
          value={cluster}
          fullWidth
          options={[
            { value: '', label: t('freezes.allClusters') },
            ...clusters.map(name => ({ value: name, label: name })),
          ]}
          onChange={setCluster}
        />
        <TextField
          id={`${id}owner`}
          className={fields.field}
          label={t('freezes.owner')}
          helperText={t('freezes.ownerHelp')}
          variant="outlined"
          size="small"
          fullWidth
          value={owner}
          InputLabelProps={{ shrink: true }}
          onChange={event => setOwner(event.target.value)}
        />
        {!isEmergency && (
          <TextField
            id={`${id}from`}
            className={fields.field}
            type="datetime-local"
            label={t('freezes.from')}
            variant="outlined"
            size="small"
            fullWidth
            value={from}
            InputLabelProps={{ shrink: true }}
            onChange={event => setFrom(event.target.value)}
          />
        )}
        <TextField
          id={`${id}until`}
          className={fields.field}
          type="datetime-local"
          label={t('freezes.until')}
          error={isBackwards}
          helperText={
            isBackwards
              ? t('freezes.untilBefore')
              : t('freezes.untilHelp', { zone })
          }
          variant="outlined"
          size="small"
          fullWidth
          value={until}
          InputLabelProps={{ shrink: true }}
          onChange={event => setUntil(event.target.value)}
        />
        {declare.error && (
          <Notice
            tone="error"
            title={
              isEmergency ? t('freezes.refusedStop') : t('freezes.refusedPlan')
            }
          >
            {explainError(declare.error, t).message}
          </Notice>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} disabled={declare.pending}>
          {t('action.cancel')}
        </Button>
        {isReady ? (
          <PendingButton
            pending={declare.pending}
            variant="contained"
            color="primary"
            onClick={() => declare.run()}
          >
            {confirm}
          </PendingButton>
        ) : (
          <Button variant="contained" color="primary" disabled>
            {confirm}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
