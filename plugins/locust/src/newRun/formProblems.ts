import {
  checkTestName,
  guardrailProblems,
  newGuardrailProblems,
  normalizeLocustSpec,
  sensitiveHostProblems,
  validateLocustSpec,
  type Guardrails,
  type Problem,
  type Test,
  type TestDefinition,
} from 'backstage-plugin-locust-common';
import type { Translate } from '../translations/Translate';
import { isMorePath } from './more/moreForm';
import { bringsItsOwnFile, type NewRunForm } from './NewRunForm';

/** Fields of the form that a problem can stand at. */
export type FormField =
  | 'name'
  | 'cluster'
  | 'namespace'
  | 'locustfile'
  | 'host'
  | 'users'
  | 'spawnRate'
  | 'runTime'
  | 'workers'
  | 'thresholds'
  | 'stopWhen'
  | 'ignoreFirst'
  | 'schedule'
  | 'timeZone';

/** Problems by field, and those of fields that the form does not show. */
export interface FormProblems {
  /** By the whole path, such as `spec.thresholds[1]`. */
  readonly byPath: Readonly<Record<string, string>>;
  readonly byField: Readonly<Partial<Record<FormField, string>>>;
  readonly others: readonly Problem[];
  readonly none: boolean;
}

const FIELDS: Readonly<Record<string, FormField>> = {
  name: 'name',
  cluster: 'cluster',
  namespace: 'namespace',
  'spec.locustfile': 'locustfile',
  'spec.host': 'host',
  'spec.users': 'users',
  'spec.spawnRate': 'spawnRate',
  'spec.runTime': 'runTime',
  'spec.workers': 'workers',
  'spec.thresholds': 'thresholds',
  'spec.stopWhen': 'stopWhen',
  'spec.ignoreFirst': 'ignoreFirst',
  'spec.schedule': 'schedule',
  'spec.timeZone': 'timeZone',
};

/** The field of the form that a path such as `spec.locustfile.configMap` belongs to. */
export function fieldOf(path: string): FormField | undefined {
  const parts = path.replace(/\[\d+\]/g, '').split('.');
  for (let length = parts.length; length > 0; length--) {
    const field = FIELDS[parts.slice(0, length).join('.')];
    if (field) {
      return field;
    }
  }
  return undefined;
}

/** Puts problems where they belong; of several at one field the first is said. */
export function placeProblems(problems: readonly Problem[]): FormProblems {
  const byField: Partial<Record<FormField, string>> = {};
  const byPath: Record<string, string> = {};
  const others: Problem[] = [];
  for (const problem of problems) {
    byPath[problem.field] ??= problem.message;
    const field = fieldOf(problem.field);
    if (isMorePath(problem.field)) {
      continue;
    }
    if (field) {
      byField[field] ??= problem.message;
    } else {
      others.push(problem);
    }
  }
  return { byField, byPath, others, none: problems.length === 0 };
}

/** What can be said of a definition without asking anybody: the server's own check of the spec, and of the name. */
export function localProblems(
  form: NewRunForm,
  definition: TestDefinition,
  t: Translate,
): readonly Problem[] {
  const problems: Problem[] = [];
  const nameProblem = checkTestName(definition.name);
  if (!definition.name) {
    problems.push({
      field: 'name',
      message: t('newRun.problems.name'),
    });
  } else if (nameProblem) {
    problems.push({ field: 'name', message: nameProblem });
  }
  const needsFile = !bringsItsOwnFile(form);
  if (needsFile && form.source === 'configMap' && !form.configMap) {
    problems.push({
      field: 'spec.locustfile.configMap',
      message: t('newRun.problems.configMap'),
    });
  }
  if (
    needsFile &&
    form.source === 'repository' &&
    form.repository === undefined
  ) {
    problems.push({
      field: 'spec.locustfile.inline',
      message: t('newRun.problems.notRead'),
    });
  }
  if (needsFile && form.source === 'inline' && !form.inline.trim()) {
    problems.push({
      field: 'spec.locustfile.inline',
      message: t('newRun.problems.inline'),
    });
  }
  if (form.when === 'schedule' && !form.schedule.trim()) {
    problems.push({
      field: 'spec.schedule',
      message: t('newRun.problems.schedule'),
    });
  }
  return [
    ...problems,
    ...validateLocustSpec(definition.spec).filter(
      found =>
        !problems.some(told => fieldOf(told.field) === fieldOf(found.field)),
    ),
  ];
}

/**
 * What goes beyond what the platform team allows, by the server's own check. What a schedule that is changed had before
 * is not refused to whoever changes something else.
 */
export function beyondGuardrails(
  definition: TestDefinition,
  guardrails: Guardrails,
  editing: Test | undefined,
): readonly Problem[] {
  const spec = normalizeLocustSpec(definition.spec);
  return [
    ...(editing
      ? newGuardrailProblems(
          spec,
          normalizeLocustSpec(editing.spec),
          guardrails,
        )
      : guardrailProblems(spec, guardrails)),
    ...sensitiveHostProblems(spec, guardrails),
  ];
}
