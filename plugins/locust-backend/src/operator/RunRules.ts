import type { Problem, Reason } from 'backstage-plugin-locust-common';
import type { LocustPolicyRequest } from 'backstage-plugin-locust-node';
import { type Clock, sleep } from '../kube/Clock';
import type { RuleAnswer } from '../runs/RuleAnswer';
import { shortHash } from './names';

/** Asks a company's own rules. Never rejects. */
export type AskRules = (
  request: LocustPolicyRequest,
  signal: AbortSignal,
) => Promise<RuleAnswer>;

/** What may be asked about, and for which resource. */
export interface RuleQuestion {
  /** The queue key of the resource, to be looked at again when an answer comes late. */
  readonly key: string;
  /** Tells it from others: the run's id, or what stands for a schedule. */
  readonly id: string;
  readonly request: () => LocustPolicyRequest;
  /** What is known to be wrong before anybody is asked. */
  readonly problems?: readonly Problem[];
  /** That it is allowed is believed for so long; longer where it is asked about once more before anything begins. */
  readonly believedMs?: number;
}

/** Whether something may begin. `againMs`: it is worth a look again so soon. */
export type RuleVerdict =
  | { readonly kind: 'allowed' }
  | {
      readonly kind: 'refused';
      readonly problems: readonly Problem[];
      /** Since when, in this process. */
      readonly forMs: number;
      readonly againMs: number;
    }
  | {
      readonly kind: 'waits';
      readonly reason: Reason;
      readonly againMs: number;
    };

export interface RunRulesOptions {
  /** Undefined: there are no rules. */
  readonly ask: AskRules | undefined;
  readonly enqueue: (key: string) => void;
  readonly clock: Clock;
}

/** An answer is waited for so long; after that the worker is for others, and the answer brings the resource back. */
const PATIENCE_MS = 500;
/** An answer may be another one after a while: there is budget again, or none any more. */
const BELIEVED_MS = 60_000;
/** Whose a resource is becomes known half a minute after a start. */
const REFUSED_AGAIN_MS = 30_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
/** Of resources that went before they had begun nobody asks any more. */
const MOST_REMEMBERED = 5_000;

const ALLOWED: RuleVerdict = { kind: 'allowed' };

const ASKING: Reason = {
  code: 'AskingRules',
  message: "Waiting for the answer of this portal's own rules.",
};

interface Asked {
  /** Tells what was asked from anything else. */
  version: string;
  asking?: Promise<void>;
  answer?: RuleAnswer;
  answeredAt: number;
  /** In a row. */
  failures: number;
  refusedSince?: number;
}

/**
 * Asks a company's own rules about what wants to begin, and remembers what they said, so that they are asked once and not
 * at every look. Rules that are slow or away hold up nobody's worker: what they are asked about waits, and is tried again
 * with a back-off.
 */
export class RunRules {
  private readonly asked = new Map<string, Asked>();
  private readonly stopping = new AbortController();

  constructor(private readonly options: RunRulesOptions) {}

  async about(
    question: RuleQuestion,
    signal: AbortSignal,
  ): Promise<RuleVerdict> {
    const { problems = [], id } = question;
    if (problems.length > 0) {
      const known = this.find(id, '');
      known.refusedSince ??= this.options.clock.monotonic();
      return this.refused(known, problems);
    }
    if (!this.options.ask) {
      return ALLOWED;
    }
    const request = question.request();
    const known = this.find(id, shortHash(JSON.stringify(request), 32));
    if (!known.asking && !this.isBelieved(known, question)) {
      known.asking = this.ask(known, request);
    }
    if (known.asking && !(await this.isAnswered(known.asking, signal))) {
      void known.asking.then(() => this.options.enqueue(question.key));
      return { kind: 'waits', reason: ASKING, againMs: LONGEST_RETRY_MS };
    }
    return this.verdict(known);
  }

  /** It has begun, or will not any more. */
  forget(id: string): void {
    this.asked.delete(id);
  }

  stop(): void {
    this.stopping.abort();
  }

  /** What is known of a question; nothing where it is another one than before. */
  private find(id: string, version: string): Asked {
    const known = this.asked.get(id);
    if (known?.version === version) {
      return known;
    }
    if (this.asked.size >= MOST_REMEMBERED) {
      this.asked.clear();
    }
    const fresh = { version, answeredAt: 0, failures: 0 };
    this.asked.set(id, fresh);
    return fresh;
  }

  private isBelieved(
    { answer, answeredAt, failures }: Asked,
    { believedMs = BELIEVED_MS }: RuleQuestion,
  ): boolean {
    const age = this.options.clock.monotonic() - answeredAt;
    switch (answer?.kind) {
      case undefined:
        return false;
      case 'allowed':
        return age < believedMs;
      case 'refused':
        return age < REFUSED_AGAIN_MS;
      default:
        return age < retryMs(failures);
    }
  }

  private async ask(known: Asked, request: LocustPolicyRequest): Promise<void> {
    const { ask, clock } = this.options;
    const answer = await ask!(request, this.stopping.signal);
    known.answer = answer;
    known.answeredAt = clock.monotonic();
    known.asking = undefined;
    known.failures = answer.kind === 'unknown' ? known.failures + 1 : 0;
    if (answer.kind === 'refused') {
      known.refusedSince ??= known.answeredAt;
    } else {
      known.refusedSince = undefined;
    }
  }

  private async isAnswered(
    asking: Promise<void>,
    signal: AbortSignal,
  ): Promise<boolean> {
    const over = new AbortController();
    const waiting = AbortSignal.any([signal, over.signal]);
    try {
      return await Promise.race([
        asking.then(() => true),
        sleep(this.options.clock, PATIENCE_MS, waiting).then(() => false),
      ]);
    } finally {
      over.abort();
    }
  }

  private verdict(known: Asked): RuleVerdict {
    const { answer } = known;
    switch (answer?.kind) {
      case 'allowed':
        return ALLOWED;
      case 'refused':
        return this.refused(known, answer.problems);
      default:
        return {
          kind: 'waits',
          reason: { code: 'RuleNotAsked', message: answer?.message ?? '' },
          againMs: retryMs(known.failures),
        };
    }
  }

  private refused(known: Asked, problems: readonly Problem[]): RuleVerdict {
    const { clock } = this.options;
    const now = clock.monotonic();
    return {
      kind: 'refused',
      problems,
      forMs: now - (known.refusedSince ?? now),
      againMs: REFUSED_AGAIN_MS,
    };
  }
}

function retryMs(failures: number): number {
  return Math.min(
    FIRST_RETRY_MS * 2 ** Math.max(failures - 1, 0),
    LONGEST_RETRY_MS,
  );
}
