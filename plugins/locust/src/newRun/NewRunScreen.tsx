import { useMemo, useRef } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import type { Targets } from 'backstage-plugin-locust-common';
import { PageHead } from '../layout/PageHead';
import { useNow } from '../live/useNow';
import { locustManifest } from '../manifest/locustManifest';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { useTranslate } from '../translations/useTranslate';
import { DraftNotice } from './drafts/DraftNotice';
import { FreezeNotice } from './FreezeNotice';
import { LoadStep } from './LoadStep';
import { ManifestPanel } from './ManifestPanel';
import { MoreStep } from './more/MoreStep';
import { PassStep } from './PassStep';
import { SubmitPanel } from './SubmitPanel';
import { useNewRun, type NewRunStart } from './useNewRun';
import { WhatStep } from './WhatStep';
import { WhenStep } from './WhenStep';

const useStyles = makeStyles(theme => ({
  page: {
    display: 'grid',
    gap: theme.spacing(2),
    alignItems: 'start',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(300px, 380px)',
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  column: { display: 'grid', gap: theme.spacing(2), minWidth: 0 },
  heading: { gridColumn: '1 / -1' },
}));

/** The form, its steps in the order in which a person thinks, and what it amounts to beside it. */
export function NewRunScreen(props: {
  readonly targets: Targets;
  readonly start: NewRunStart;
}) {
  const { targets } = props;
  const classes = useStyles();
  const { entityRef } = useLoadTestsPaths();
  const now = useNow(30_000);
  const page = useRef<HTMLFormElement>(null);
  const newRun = useNewRun(props.start, targets.guardrails, () =>
    focusFirstProblem(page.current),
  );
  const { form, problems, change, definition, manifests, submit } = newRun;
  const { editing } = props.start;
  const t = useTranslate();
  const title = editing
    ? t('newRun.edit', { test: editing.test })
    : t('terms.newRun');
  const step = { form, problems, change };
  const yaml = useMemo(
    () =>
      locustManifest({
        name: definition.name,
        namespace: definition.namespace,
        entityRef: definition.entityRef,
        spec: definition.spec,
      }),
    [definition],
  );
  return (
    <form
      ref={page}
      className={classes.page}
      noValidate
      aria-label={title}
      onSubmit={event => {
        event.preventDefault();
        submit.run();
      }}
    >
      <div className={classes.heading}>
        <PageHead title={title} />
        <FreezeNotice freeze={targets.freeze} />
        <DraftNotice newRun={newRun} />
      </div>
      <div className={classes.column}>
        <WhatStep
          {...step}
          entityRef={entityRef}
          targets={targets}
          editing={Boolean(editing)}
        />
        <LoadStep {...step} guardrails={targets.guardrails} />
        <WhenStep {...step} entityRef={entityRef} now={now} editing={editing} />
        <PassStep {...step} entityRef={entityRef} />
        <MoreStep
          {...step}
          defaultImage={targets.defaults.image}
          guardrails={targets.guardrails}
        />
      </div>
      <div className={classes.column}>
        <SubmitPanel
          newRun={newRun}
          targets={targets}
          editing={Boolean(editing)}
        />
        <ManifestPanel yaml={yaml} rendered={manifests} />
      </div>
    </form>
  );
}

/** Takes the person to what has to change, after it was drawn as wrong. */
function focusFirstProblem(form: HTMLFormElement | null): void {
  setTimeout(() => {
    form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  });
}
