import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** A request, as the API server has stamped it. */
export interface AuditedRequest {
  readonly user: string;
  /** `create`, `patch`, `delete`, `get`, `list`, `watch`, … */
  readonly verb: string;
  /** With the subresource: `locusts/status`. Empty where no resource was asked for. */
  readonly resource: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly code: number;
  /** Milliseconds since 1970 with microseconds as fractions. */
  readonly receivedAt: number;
  /** When the answer was complete; of a watch, when it began or ended. */
  readonly stampedAt: number;
}

interface RawEvent {
  readonly stage: string;
  readonly verb: string;
  readonly user?: { readonly username?: string };
  readonly objectRef?: {
    readonly resource?: string;
    readonly subresource?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
  readonly responseStatus?: { readonly code?: number };
  readonly requestReceivedTimestamp: string;
  readonly stageTimestamp: string;
}

const WRITES: ReadonlySet<string> = new Set([
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
]);

/** Reviews of rights and tokens are created too, but nothing is stored of them. */
const NOT_STORED = /reviews$|^serviceaccounts\/token$/;

/** Whether a request has changed what the cluster stores. */
export function isCommitted(request: AuditedRequest): boolean {
  return (
    WRITES.has(request.verb) &&
    request.code >= 200 &&
    request.code < 300 &&
    !NOT_STORED.test(request.resource)
  );
}

/** The log that an API server writes of its requests (level Metadata). */
export class AuditLog {
  constructor(readonly file: string) {}

  /** A place in the log to read from later: its end at this moment. */
  async mark(): Promise<number> {
    const handle = await open(this.file);
    try {
      return (await handle.stat()).size;
    } finally {
      await handle.close();
    }
  }

  /** All requests that were logged between two marks; a watch counts when it begins and when it ends. */
  async read(from: number, to?: number): Promise<readonly AuditedRequest[]> {
    const { requests } = await this.readOn(from, to);
    return requests;
  }

  /** As {@link AuditLog.read}, with the place to read on from. */
  async readOn(
    from: number,
    to?: number,
  ): Promise<{
    readonly requests: readonly AuditedRequest[];
    readonly next: number;
  }> {
    const handle = await open(this.file);
    try {
      const end = to ?? (await handle.stat()).size;
      const bytes = Buffer.alloc(end - from);
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await handle.read(
          bytes,
          filled,
          bytes.length - filled,
          from + filled,
        );
        if (bytesRead === 0) {
          break;
        }
        filled += bytesRead;
      }
      // The last line may be being written.
      const whole = bytes.subarray(0, filled).lastIndexOf(0x0a) + 1;
      const requests: AuditedRequest[] = [];
      for (const line of bytes.toString('utf8', 0, whole).split('\n')) {
        if (line !== '') {
          requests.push(decode(JSON.parse(line) as RawEvent));
        }
      }
      return { requests, next: from + whole };
    } finally {
      await handle.close();
    }
  }

  /** Requests from a mark on, until enough of them are found; looks every so often. */
  async until(
    from: number,
    enough: (requests: readonly AuditedRequest[]) => boolean,
    timeoutMs: number,
    everyMs = 250,
  ): Promise<readonly AuditedRequest[]> {
    const deadline = performance.now() + timeoutMs;
    const found: AuditedRequest[] = [];
    for (let next = from; ; ) {
      const news = await this.readOn(next);
      next = news.next;
      found.push(...news.requests);
      if (enough(found)) {
        return found;
      }
      if (performance.now() > deadline) {
        throw new Error(
          `What was waited for has not come in ${timeoutMs / 1000} s`,
        );
      }
      await delay(everyMs);
    }
  }
}

function decode(event: RawEvent): AuditedRequest {
  const { objectRef } = event;
  const resource = objectRef?.resource ?? '';
  return {
    user: event.user?.username ?? '',
    verb: event.verb,
    resource: objectRef?.subresource
      ? `${resource}/${objectRef.subresource}`
      : resource,
    namespace: objectRef?.namespace,
    name: objectRef?.name,
    code: event.responseStatus?.code ?? 0,
    receivedAt: milliseconds(event.requestReceivedTimestamp),
    stampedAt: milliseconds(event.stageTimestamp),
  };
}

/** Of a time with microseconds, which Date leaves out. */
function milliseconds(time: string): number {
  const [seconds, fraction = '0'] = time.replace(/Z$/, '').split('.');
  return Date.parse(`${seconds}Z`) + Number(`0.${fraction}`) * 1000;
}
