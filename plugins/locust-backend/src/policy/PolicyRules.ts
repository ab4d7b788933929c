import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Problem } from 'backstage-plugin-locust-common';
import type {
  LocustPolicyRequest,
  LocustPolicyRule,
} from 'backstage-plugin-locust-node';
import type { RuleAnswer } from '../runs/RuleAnswer';

/** So long a rule may take. */
const TIMEOUT_MS = 5_000;

export interface PolicyRulesOptions {
  readonly rules: readonly LocustPolicyRule[];
  readonly clock: {
    setTimer(callback: () => void, delayMs: number): { cancel(): void };
  };
  readonly logger: Pick<LoggerService, 'warn'>;
}

/** What one rule says; `missed`: why it could not be asked, to go on after "for". */
type Said = { readonly problems: readonly Problem[] } | { missed: string };

/** Asks a company's own rules, all at once. A rule that does not give an answer has not agreed. */
export class PolicyRules {
  constructor(private readonly options: PolicyRulesOptions) {}

  /** Whether there are none, so that nobody needs to prepare a question. */
  get isEmpty(): boolean {
    return this.options.rules.length === 0;
  }

  /**
   * Never rejects.
   *
   * @param signal - aborts when nobody waits for the answer any more
   */
  async ask(
    request: LocustPolicyRequest,
    signal?: AbortSignal,
  ): Promise<RuleAnswer> {
    const said = await Promise.all(
      this.options.rules.map(async rule => ({
        rule,
        answer: await this.askOne(rule, request, signal),
      })),
    );
    const problems = said.flatMap(({ answer }) =>
      'problems' in answer ? answer.problems : [],
    );
    if (problems.length > 0) {
      return { kind: 'refused', problems };
    }
    const missed = said.flatMap(({ rule, answer }) =>
      'missed' in answer
        ? [
            `The rule "${rule.name}" could not be asked whether this may run, for ${answer.missed}.`,
          ]
        : [],
    );
    return missed.length > 0
      ? { kind: 'unknown', message: missed.join(' ') }
      : { kind: 'allowed' };
  }

  private async askOne(
    rule: LocustPolicyRule,
    request: LocustPolicyRequest,
    signal: AbortSignal | undefined,
  ): Promise<Said> {
    const { clock, logger } = this.options;
    const tooLate = new AbortController();
    const timer = clock.setTimer(() => tooLate.abort(), TIMEOUT_MS);
    const end = signal
      ? AbortSignal.any([signal, tooLate.signal])
      : tooLate.signal;
    try {
      // Called inside of a promise, for a rule may throw before it returns one.
      const answered = (async () => rule.check(request, { signal: end }))();
      return {
        problems: asProblems(await Promise.race([answered, late(end)])),
      };
    } catch (error) {
      const { namespace } = request.place;
      logger.warn(
        `The rule "${rule.name}" could not be asked about ${namespace}/${
          request.test
        }: ${error instanceof Error ? error.message : String(error)}`,
      );
      return {
        missed: tooLate.signal.aborted
          ? `it did not answer within ${TIMEOUT_MS / 1000} s`
          : 'it failed; why is in the log of the backend',
      };
    } finally {
      timer.cancel();
    }
  }
}

/** Rejects when the signal aborts, for a rule may not heed it. */
function late(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const giveUp = () => reject(new Error('no answer in time'));
    if (signal.aborted) {
      giveUp();
    } else {
      signal.addEventListener('abort', giveUp, { once: true });
    }
  });
}

/** Rules are others' code: what is no list of problems is no answer. */
function asProblems(answer: unknown): readonly Problem[] {
  if (!Array.isArray(answer)) {
    throw new TypeError('it did not answer with a list of problems');
  }
  return answer.map(problem => {
    const { field, message } = (problem ?? {}) as Partial<Problem>;
    if (!isText(field) || !isText(message)) {
      throw new TypeError(
        'it answered with a problem that has no field and message',
      );
    }
    return { field, message };
  });
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
