import { spec } from '../schema/openapi/generated';

/** What each operation that changes something is called in the audit log; the first where it was refused. */
export const AUDIT_EVENTS: Readonly<Record<string, readonly string[]>> = {
  CreateRun: ['run-create'],
  StopRun: ['run-stop'],
  DeleteRun: ['run-delete'],
  PinRun: ['run-pin'],
  UnpinRun: ['run-unpin'],
  SetBaseline: ['run-baseline-set'],
  ClearBaseline: ['run-baseline-clear'],
  SetNote: ['run-note-set'],
  RemoveNote: ['run-note-remove'],
  RejudgeRun: ['run-rejudge'],
  RemoveRejudgement: ['run-rejudgement-remove'],
  CreateTest: ['test-create'],
  UpdateTest: ['test-update'],
  DeleteTest: ['test-delete'],
  TriggerTest: ['test-trigger'],
  PauseTest: ['test-pause'],
  ResumeTest: ['test-resume'],
  DeclareFreeze: ['freeze-declare', 'emergency-stop'],
  LiftFreeze: ['freeze-lift'],
};

/** Operations that are not read by GET and change nothing all the same. */
export const CHANGES_NOTHING: readonly string[] = ['ValidateTest'];

/** The operations of the document by method and path, as Express writes it: `delete /runs/:runId`. */
const OPERATIONS: ReadonlyMap<string, string> = new Map(
  Object.entries(spec.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const { operationId } = operation as { readonly operationId?: string };
      return operationId
        ? [[`${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`, operationId]]
        : [];
    }),
  ),
);

/** What a request to a route is called in the audit log; undefined where it changes nothing. */
export function auditEventOf(method: string, path: string): string | undefined {
  const operation = OPERATIONS.get(`${method.toLowerCase()} ${path}`);
  return operation === undefined ? undefined : AUDIT_EVENTS[operation]?.[0];
}
