import { useState } from 'react';
import Button from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';
import AcUnitIcon from '@material-ui/icons/AcUnit';
import StopIcon from '@material-ui/icons/Stop';
import { useApi } from '@backstage/core-plugin-api';
import type { Freeze } from 'backstage-plugin-locust-common';
import { PendingButton } from '../action/PendingButton';
import { useAction } from '../action/useAction';
import { locustApiRef } from '../api/LocustApi';
import { Panel } from '../layout/Panel';
import { usePolled } from '../live/usePolled';
import { explainError } from '../states/explainError';
import { Notice } from '../states/Notice';
import { PolledContent } from '../states/PolledContent';
import { useTranslate } from '../translations/useTranslate';
import { FreezeDialog, type FreezeKind } from './FreezeDialog';
import { freezeDetails, freezeTitle } from './freezeWords';

const FREEZES_INTERVAL_MS = 10_000;

const useStyles = makeStyles(theme => ({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gap: theme.spacing(1),
  },
  none: { color: theme.palette.text.secondary, margin: 0 },
}));

/** When nothing starts, with the emergency stop: for who looks after all load tests. */
export function FreezePanel() {
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const classes = useStyles();
  const freezes = usePolled(
    'freezes',
    () => api.listFreezes(),
    () => FREEZES_INTERVAL_MS,
  );
  const [asked, setAsked] = useState<FreezeKind>();
  const known = freezes.status === 'loaded' ? freezes.value : undefined;
  return (
    <Panel
      title={t('freezes.title')}
      headingLevel="h2"
      actions={
        known?.mayDeclare && (
          <>
            <Button
              size="small"
              variant="outlined"
              startIcon={<AcUnitIcon />}
              onClick={() => setAsked('planned')}
            >
              {t('freezes.plan')}
            </Button>
            <Button
              size="small"
              variant="outlined"
              startIcon={<StopIcon />}
              onClick={() => setAsked('emergency')}
            >
              {t('freezes.stopAll')}
            </Button>
          </>
        )
      }
    >
      <PolledContent resource={freezes} what="freezes" rows={1}>
        {({ items, mayDeclare }) =>
          items.length === 0 ? (
            <p className={classes.none}>{t('freezes.none')}</p>
          ) : (
            <ul className={classes.list} aria-label={t('freezes.title')}>
              {items.map(freeze => (
                <FreezeItem
                  key={freeze.id}
                  freeze={freeze}
                  mayLift={mayDeclare && !freeze.configured}
                  onLifted={freezes.reload}
                />
              ))}
            </ul>
          )
        }
      </PolledContent>
      {asked && known && (
        <FreezeDialog
          kind={asked}
          clusters={known.clusters}
          onClose={() => setAsked(undefined)}
          onDeclared={freezes.reload}
        />
      )}
    </Panel>
  );
}

function FreezeItem(props: {
  readonly freeze: Freeze;
  readonly mayLift: boolean;
  readonly onLifted: () => void;
}) {
  const { freeze, mayLift, onLifted } = props;
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const lift = useAction(async () => {
    await api.liftFreeze(freeze.id);
    onLifted();
  });
  const { inForce, reason } = freeze;
  return (
    <li>
      <Notice
        tone={inForce ? 'warning' : 'info'}
        title={freezeTitle(freeze, t)}
        action={
          mayLift && (
            <PendingButton
              size="small"
              pending={lift.pending}
              aria-label={
                inForce
                  ? t('freezes.liftOf', { reason })
                  : t('freezes.callOffOf', { reason })
              }
              onClick={() => lift.run()}
            >
              {inForce ? t('freezes.lift') : t('freezes.callOff')}
            </PendingButton>
          )
        }
      >
        <div>{reason}</div>
        <div>{freezeDetails(freeze, t)}</div>
        {lift.error && (
          <Notice tone="error" title={t('freezes.liftFailed')}>
            {explainError(lift.error, t).message}
          </Notice>
        )}
      </Notice>
    </li>
  );
}
