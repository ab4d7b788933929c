import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import type { TestDefinition } from 'backstage-plugin-locust-common';
import { useAction, type Action } from '../action/useAction';
import { useIdempotent } from '../action/useIdempotent';
import { locustApiRef, type RenderedManifest } from '../api/LocustApi';
import { useLoadTestsPaths } from '../navigation/LoadTestsPaths';
import {
  localProblems,
  placeProblems,
  type FormProblems,
} from './formProblems';
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
}

/**
 * Holds the form for a new run.
 *
 * @param onRefused - called when it is to be sent and cannot be as it is
 */
export function useNewRun(start: NewRunForm, onRefused: () => void): NewRun {
  const api = useApi(locustApiRef);
  const navigate = useNavigate();
  const paths = useLoadTestsPaths();
  const idempotent = useIdempotent();
  const [form, setForm] = useState(start);
  // Choices that nobody made yet are not called wrong before somebody tries to start.
  const [tried, setTried] = useState(false);

  const definition = useMemo(
    () => definitionFrom(form, paths.entityRef),
    [form, paths.entityRef],
  );
  const local = useMemo(
    () => localProblems(form, definition),
    [form, definition],
  );
  const server = useValidation(local.length === 0 ? definition : undefined);
  const validation =
    server.status === 'checked' ? server.validation : undefined;
  const all = [...local, ...(validation?.problems ?? [])];
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
    if (form.when === 'now') {
      const run = await idempotent(key => api.createRun(definition, key));
      navigate(paths.run(run.id));
    } else {
      await idempotent(key => api.createTest(definition, key));
      navigate(paths.list('schedules'));
    }
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
  };
}
