import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import type {
  Guardrails,
  Problem,
  Test,
  TestDefinition,
} from 'backstage-plugin-locust-common';
import { useAction, type Action } from '../action/useAction';
import { useIdempotent } from '../action/useIdempotent';
import { locustApiRef, type RenderedManifest } from '../api/LocustApi';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import { useTranslate } from '../translations/useTranslate';
import {
  beyondGuardrails,
  localProblems,
  placeProblems,
  type FormProblems,
} from './formProblems';
import type { DraftStore } from './drafts/DraftStore';
import { useDraft } from './drafts/useDraft';
import { definitionFrom, type NewRunForm } from './NewRunForm';
import { useValidation } from './useValidation';

/** What every step of the form is given. */
export interface StepProps {
  readonly form: NewRunForm;
  readonly problems: FormProblems;
  readonly change: (to: Partial<NewRunForm>) => void;
}

/** The form as it is filled in, what is wrong with it, and its sending. */
export interface NewRun extends StepProps {
  readonly definition: TestDefinition;
  /** From the server's dry run, the `Locust` first; empty until there is one. */
  readonly manifests: readonly RenderedManifest[];
  /** How many problems kept the form from being sent, once somebody tried. */
  readonly refusedFields: number;
  readonly submit: Action<readonly []>;
  /** Whether this is what was typed before a reload; goes back to how the form begins otherwise. */
  readonly draftRestored: boolean;
  readonly discardDraft: Action<readonly []>;
  /** Why what is typed would not survive a reload. */
  readonly draftProblem?: Error;
}

/** How the form begins. */
export interface NewRunStart {
  readonly form: NewRunForm;
  /** What was typed and not sent, and where it is kept; nothing of a run that is run again. */
  readonly draft?: NewRunForm;
  readonly drafts?: DraftStore;
  /** The schedule that is changed, where it is not a new one. */
  readonly editing?: Test;
}

/** Without those of a name that was given long ago and cannot be changed. */
function ofFields(
  problems: readonly Problem[],
  editing: Test | undefined,
): readonly Problem[] {
  return editing
    ? problems.filter(problem => problem.field !== 'name')
    : problems;
}

/**
 * Holds the form for a new run, or for a schedule that is changed.
 *
 * @param guardrails - of where it goes
 * @param onRefused - called when it is to be sent and cannot be as it is
 */
export function useNewRun(
  start: NewRunStart,
  guardrails: Guardrails,
  onRefused: () => void,
): NewRun {
  const t = useTranslate();
  const api = useApi(locustApiRef);
  const navigate = useNavigate();
  const paths = useLoadTestsPaths();
  const idempotent = useIdempotent();
  const { editing } = start;
  const [form, setForm] = useState(start.draft ?? start.form);
  const [draftRestored, setDraftRestored] = useState(Boolean(start.draft));
  const draft = useDraft(start.drafts, start.form, form, Boolean(start.draft));
  // Choices that nobody made yet are not called wrong before somebody tries to start.
  const [tried, setTried] = useState(false);

  const definition = useMemo(
    () => definitionFrom(form, paths.entityRef),
    [form, paths.entityRef],
  );
  const local = useMemo(
    () => [
      ...ofFields(localProblems(form, definition, t), editing),
      ...beyondGuardrails(definition, guardrails, editing),
    ],
    [form, definition, guardrails, editing, t],
  );
  const server = useValidation(local.length === 0 ? definition : undefined);
  const validation =
    server.status === 'checked' ? server.validation : undefined;
  const all = [...local, ...ofFields(validation?.problems ?? [], editing)];
  const unchosen =
    !tried &&
    ((form.source === 'configMap' && !form.configMap) ||
      (form.source === 'repository' && form.repository === undefined));

  const submit = useAction(async () => {
    setTried(true);
    if (local.length > 0) {
      onRefused();
      return;
    }
    if (editing) {
      const { id, generation } = editing;
      await api.updateTest(id, { generation, spec: definition.spec });
      navigate(paths.list('schedules'));
    } else if (form.when === 'now') {
      const run = await idempotent(key => api.createRun(definition, key));
      await draft.forget();
      navigate(paths.run(run.id));
    } else {
      await idempotent(key => api.createTest(definition, key));
      await draft.forget();
      navigate(paths.list('schedules'));
    }
  });

  const discardDraft = useAction(async () => {
    await draft.forget();
    setForm(start.form);
    setDraftRestored(false);
    setTried(false);
    submit.dismiss();
  });

  return {
    form,
    definition,
    problems: placeProblems(
      unchosen
        ? all.filter(problem => !problem.field.startsWith('spec.locustfile'))
        : all,
    ),
    manifests: validation?.manifests ?? [],
    refusedFields: tried ? local.length : 0,
    change: to => {
      setForm(before => ({ ...before, ...to }));
      submit.dismiss();
    },
    submit,
    draftRestored,
    discardDraft,
    draftProblem: draft.problem,
  };
}
