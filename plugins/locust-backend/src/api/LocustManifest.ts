import { createHash, randomBytes } from 'node:crypto';
import { InputError } from '@backstage/errors';
import {
  ANNOTATIONS,
  checkTestName,
  LABELS,
  LOCUST_API_VERSION,
  LOCUST_KIND,
  type Guardrails,
  guardrailProblems,
  type LocustSpec,
  newGuardrailProblems,
  normalizeLocustSpec,
  sensitiveHostProblems,
  type Problem,
  validateLocustSpec,
} from 'backstage-plugin-locust-common';

/** A `Locust` as it is sent to the API server. */
export interface LocustManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** What the form or a script asks for, with the target settled. */
export interface LocustRequest {
  readonly test: string;
  readonly namespace: string;
  readonly entityRef?: string;
  readonly requestedBy?: string;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly scheduled: boolean;
  /** What is allowed where it goes. */
  readonly guardrails: Guardrails;
  /** The caller's idempotency key, already bound to the caller. */
  readonly idempotencyKey?: string;
  /** What the caller asked for, where the spec says more than that. */
  readonly asked?: unknown;
}

/** On `Locust` resources: by which a request that is repeated is told from another one under the same idempotency key. */
export const REQUEST_HASH = 'locust-qa.xyz/request-hash';

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What is wrong with a request, in the fields' own words. Empty: it would be accepted. */
export function checkRequest(
  request: Pick<LocustRequest, 'test' | 'spec' | 'scheduled' | 'guardrails'>,
): readonly Problem[] {
  const problems: Problem[] = [];
  const nameProblem = checkTestName(request.test);
  if (nameProblem) {
    problems.push({ field: 'name', message: nameProblem });
  }
  problems.push(...checkSpec(request));
  return problems;
}

/** As {@link checkRequest}, of a test whose name is settled; `before` is its spec where it is there already. */
export function checkSpec(
  request: Pick<LocustRequest, 'spec' | 'scheduled' | 'guardrails'> & {
    readonly before?: LocustSpec;
  },
): readonly Problem[] {
  const problems: Problem[] = [];
  const schedule = request.spec.schedule;
  const hasSchedule =
    schedule !== undefined && schedule !== '' && schedule !== null;
  if (request.scheduled && !hasSchedule) {
    problems.push({
      field: 'spec.schedule',
      message:
        'A scheduled test needs a cron expression, such as "0 2 * * 1-5"',
    });
  }
  if (!request.scheduled && hasSchedule) {
    problems.push({
      field: 'spec.schedule',
      message:
        'A run that starts now has no schedule; create a scheduled test instead, or leave the schedule out',
    });
  }
  const { guardrails, before } = request;
  const spec = normalizeLocustSpec(request.spec);
  problems.push(
    ...validateLocustSpec(request.spec),
    ...(before
      ? newGuardrailProblems(spec, before, guardrails)
      : guardrailProblems(spec, guardrails)),
    ...sensitiveHostProblems(spec, guardrails),
  );
  return problems;
}

/** @throws InputError with every problem in one message */
export function assertNoProblems(problems: readonly Problem[]): void {
  if (problems.length > 0) {
    throw new InputError(
      problems
        .map(problem => `${problem.field}: ${problem.message}`)
        .join('; '),
    );
  }
}

/**
 * The `Locust` that a request becomes. A one-off's name gets a suffix, so that every start is a resource of its
 * own; with an idempotency key the suffix is derived from it, so that the same request names the same resource.
 */
export function locustManifest(
  request: LocustRequest,
  suffix: string = randomBytes(4).toString('hex').slice(0, 6),
): LocustManifest {
  const keyed = request.idempotencyKey
    ? hash(request.idempotencyKey).slice(0, 10)
    : suffix;
  return {
    apiVersion: LOCUST_API_VERSION,
    kind: LOCUST_KIND,
    metadata: {
      name: request.scheduled ? request.test : `${request.test}-${keyed}`,
      namespace: request.namespace,
      labels: {
        [LABELS.test]: request.test,
        [LABELS.managedBy]: 'backstage-locust',
      },
      annotations: {
        [ANNOTATIONS.createdBy]: 'portal',
        ...(request.entityRef
          ? { [ANNOTATIONS.entityRef]: request.entityRef }
          : {}),
        ...(request.requestedBy
          ? { [ANNOTATIONS.requestedBy]: request.requestedBy }
          : {}),
        ...(request.idempotencyKey
          ? {
              [REQUEST_HASH]: hash(
                JSON.stringify([
                  request.idempotencyKey,
                  request.test,
                  request.entityRef,
                  request.asked ?? request.spec,
                ]),
              ),
            }
          : {}),
      },
    },
    spec: request.spec,
  };
}
