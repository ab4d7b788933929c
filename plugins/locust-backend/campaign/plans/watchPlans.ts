import type { Baseline } from '../Baseline';
import type { EventSink, WatchedEvent } from '../proxy/Interceptor';
import { type Exchange, stableName } from '../proxy/Exchange';
import type { PlanRun } from '../PlanRun';
import { workloadOf } from '../workloads/workloads';
import { onEveryRoad } from './answerPlans';
import type { Fault, Plan } from './Plan';
import { statusObject } from './StatusAnswer';
import { type Extent, Turns } from './Turns';

type RecordedEvent = Baseline['events'][number];

/** What happens to the event and to its watch from there on. True: the event is taken care of. */
type Strike = (
  stream: EventSink & { readonly events: HeldStream },
  event: WatchedEvent,
  run: PlanRun,
) => boolean;

/** One watch through which everything passes in order, held up for a while. */
class HeldStream {
  private held: string[] | undefined;
  /** Asked about every event that comes later. */
  later: ((event: WatchedEvent) => boolean) | undefined;

  constructor(private readonly sink: EventSink) {}

  /** Keeps what comes until {@link HeldStream.release}. */
  hold(first: string): void {
    this.held = [first];
  }

  take(event: WatchedEvent): boolean {
    if (this.held) {
      this.held.push(`${event.line}\n`);
      return true;
    }
    return this.later?.(event) ?? false;
  }

  release(): void {
    const lines = this.held ?? [];
    this.held = undefined;
    lines.forEach(line => this.sink.send(line));
  }
}

const line = (event: WatchedEvent) => `${event.line}\n`;

/** The server says that it does not know any more what happened since. */
export const GONE = `${JSON.stringify({
  type: 'ERROR',
  object: statusObject(410),
})}\n`;

const delayed =
  (ms: number): Strike =>
  (stream, event, run) => {
    stream.events.hold(line(event));
    setTimeout(() => stream.events.release(), run.engineTime(ms));
    return true;
  };

const duplicated: Strike = (stream, event) => {
  stream.send(line(event));
  stream.send(line(event));
  return true;
};

/** The next one overtakes it. */
const reordered: Strike = (stream, event, run) => {
  let done = false;
  const after = () => {
    if (!done) {
      done = true;
      stream.send(line(event));
    }
  };
  stream.events.later = next => {
    stream.events.later = undefined;
    stream.send(line(next));
    after();
    return true;
  };
  setTimeout(after, run.engineTime(3_000));
  return true;
};

/** Never told; the engine sees what it led to when it lists afresh. */
const dropped: Strike = (stream, _event, run) => {
  setTimeout(() => {
    stream.send(GONE);
    stream.end();
  }, run.engineTime(4_000));
  return true;
};

/** Never told, and nothing else is wrong: what happens to the object next has to do. */
const unseen: Strike = () => true;

/** Of what happens to the object in a while only the last is told. */
const coalesced: Strike = (stream, event, run) => {
  const { name } = event.object.metadata;
  let last: WatchedEvent | undefined = event;
  stream.events.later = next => {
    if (next.object.metadata.name !== name) {
      return false;
    }
    last = next.type === 'DELETED' && event.type === 'ADDED' ? undefined : next;
    return true;
  };
  setTimeout(() => {
    stream.events.later = undefined;
    if (last) {
      stream.send(line(last));
    }
  }, run.engineTime(6_000));
  return true;
};

const STRIKES: Readonly<Record<string, Strike>> = {
  dropped,
  delayed: delayed(8_000),
  'delayed long': delayed(25_000),
  duplicated,
  reordered,
  coalesced,
  unseen,
};

/** Something happens to every event on its way to the engine. */
export function watchPlans(
  baseline: Baseline,
  extent: Extent,
): readonly Plan[] {
  const turns = new Turns(baseline, extent);
  return baseline.events.flatMap(event => {
    const kinds = Object.keys(STRIKES).filter(
      kind => kind !== 'unseen' || hasSuccessor(baseline, event),
    );
    // Where the same name comes again, everything befalls the end of the first.
    const chosen =
      baseline.workload === 'again' && event.type === 'DELETED'
        ? kinds
        : turns.choose(kinds);
    return chosen.map(
      (kind): Plan => ({
        id: `watch/${baseline.workload}/${kind} ${event.signature} #${event.ordinal}`,
        class: 'watch',
        workload: workloadOf(baseline.workload),
        inject: run => {
          // The engine may not see what the driver waits for.
          run.patienceMs = run.engineTime(40_000);
          return strike(run, event, STRIKES[kind]);
        },
        also: kind === 'delayed' ? repeatedWrites : undefined,
      }),
    );
  });
}

/** Strikes the first watch on which the event passes. */
export function strike(run: PlanRun, at: RecordedEvent, how: Strike): Fault {
  let struck = false;
  onEveryRoad(run, () => {
    const streams = new Map<number, HeldStream>();
    let seen = 0;
    return {
      event: (exchange: Exchange, event, sink) => {
        const events = streams.get(exchange.sequence) ?? new HeldStream(sink);
        streams.set(exchange.sequence, events);
        if (events.take(event)) {
          return true;
        }
        const signature = `${event.type} ${exchange.resource}/${stableName(
          event.object.metadata.name,
        )}`;
        if (signature !== at.signature) {
          return false;
        }
        seen += 1;
        if (seen !== at.ordinal) {
          return false;
        }
        struck = true;
        return how({ ...sink, events }, event, run);
      },
    };
  });
  return { struck: () => struck };
}

function hasSuccessor(baseline: Baseline, event: RecordedEvent): boolean {
  const index = baseline.events.indexOf(event);
  const object = event.signature.split(' ')[1];
  return (
    event.type !== 'DELETED' &&
    !object.endsWith('*') &&
    baseline.events
      .slice(index + 1)
      .some(it => it.signature.split(' ')[1] === object)
  );
}

/** A cache that lags behind must not make the engine try again what it has done. */
function repeatedWrites(run: PlanRun, baseline: Baseline): readonly string[] {
  return baseline.writes
    .filter(it => it.signature.startsWith('create ') && it.ordinal === 1)
    .flatMap(({ signature }) => {
      const expected = baseline.writes.filter(
        it => it.signature === signature,
      ).length;
      const got = run.record.countOf(signature);
      return got > expected && !/ (leases|events|configmaps)\//.test(signature)
        ? [`${signature} was tried ${got} times instead of ${expected}`]
        : [];
    });
}
