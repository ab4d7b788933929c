import { setTimeout as sleep } from 'node:timers/promises';
import type { Baseline, Occurrence } from '../Baseline';
import type { PlanRun } from '../PlanRun';
import { workloadOf } from '../workloads/workloads';
import type { Fault, Plan } from './Plan';
import { isPoint, nameOf, Point } from './Point';
import { refusal } from './StatusAnswer';
import { type Extent, Turns } from './Turns';

/** The transport's own limit, of the engine's time. */
const TIMEOUT_MS = 30_000;

type Strike = (run: PlanRun, at: Occurrence) => Fault;

/** The request is refused once with this code. */
const refused =
  (code: number, headers?: Readonly<Record<string, string>>): Strike =>
  (run, at) => {
    const point = new Point(at);
    onEveryRoad(run, () => ({
      request: exchange =>
        point.reaches(exchange) ? refusal(code, headers) : undefined,
    }));
    return { struck: () => point.wasReached };
  };

/** The right is taken away for a while, and comes back. */
const forbidden: Strike = (run, at) => {
  const point = new Point(at);
  let until = 0;
  onEveryRoad(run, () => ({
    request: exchange => {
      if (point.reaches(exchange)) {
        until = performance.now() + run.engineTime(20_000);
      }
      return exchange.signature === at.signature && performance.now() < until
        ? refusal(403)
        : undefined;
    },
  }));
  return { struck: () => point.wasReached };
};

/** From here on the old token is refused; the new one is in the kubeconfig. */
const rotated: Strike = (run, at) => {
  const point = new Point(at);
  const refusedTokens = new Set<string>();
  onEveryRoad(run, () => ({
    request: async exchange => {
      if (point.reaches(exchange)) {
        for (const replica of run.replicas) {
          replica.tokens.forEach(it => refusedTokens.add(it));
          await replica.rotateToken();
        }
      }
      return exchange.token && refusedTokens.has(exchange.token)
        ? refusal(401)
        : undefined;
    },
  }));
  return { struck: () => point.wasReached };
};

/** Longer than the engine waits; the request is carried out when nobody waits for it any more. */
const late: Strike = (run, at) => {
  const point = new Point(at);
  onEveryRoad(run, () => ({
    request: async exchange => {
      if (point.reaches(exchange)) {
        await sleep(run.engineTime(TIMEOUT_MS + 3_000));
      }
    },
  }));
  return { struck: () => point.wasReached };
};

/** Carried out at once, but the answer comes when nobody waits for it any more. */
const slow: Strike = (run, at) => {
  const point = new Point(at);
  onEveryRoad(run, () => ({
    request: exchange => {
      point.reaches(exchange);
    },
    answer: async exchange => {
      if (point.is(exchange)) {
        await sleep(run.engineTime(TIMEOUT_MS + 3_000));
      }
    },
  }));
  return { struck: () => point.wasReached };
};

/** Carried out, but of the answer only a part arrives. */
const truncated: Strike = (run, at) => {
  const point = new Point(at);
  onEveryRoad(run, () => ({
    request: exchange =>
      point.reaches(exchange) ? { kind: 'truncate' } : undefined,
  }));
  return { struck: () => point.wasReached };
};

/** Carried out, but instead of an answer the connection is cut. */
const reset: Strike = (run, at) => {
  const point = new Point(at);
  onEveryRoad(run, () => ({
    request: exchange => {
      point.reaches(exchange);
    },
    answer: exchange => (point.is(exchange) ? { kind: 'cut' } : undefined),
  }));
  return { struck: () => point.wasReached };
};

/** All connections go dead without being closed; new ones work after a while. */
const halfOpen: Strike = (run, at) => {
  const point = new Point(at);
  run.replicas.forEach(replica => {
    replica.proxy.interceptor = {
      request: exchange => {
        if (point.reaches(exchange)) {
          replica.gate.die();
          setTimeout(() => replica.gate.revive(), run.engineTime(5_000));
        }
      },
    };
  });
  return { struck: () => point.wasReached };
};

const STRIKES: Readonly<Record<string, Strike>> = {
  '409': refused(409),
  '422': refused(422),
  '429': refused(429, { 'retry-after': '3' }),
  '500': refused(500),
  '503': refused(503),
  '403 for a while': forbidden,
  '401 and a new token': rotated,
  late,
  slow,
  truncated,
  reset,
  'half-open': halfOpen,
};

/** Of reads; they cannot be in conflict with anything. */
const READ_STRIKES = [
  '429',
  '500',
  '503',
  '403 for a while',
  '401 and a new token',
  'half-open',
];

/** Nothing else happens afterwards that would make anybody look at the resource again. */
const UNREMINDED: ReadonlySet<string> = new Set([
  'delete locusts/demo',
  'create cronjobs/cronjob-demo',
]);

/** A refusal by what stands in it is taken for good, and the run goes without the reporter: that is another end. */
const GONE_WITHOUT = {
  signature: 'create configmaps/locust-reporter-*',
  kind: '422',
};

/** Every write, and every read of another kind, is answered wrongly. */
export function answerPlans(
  baseline: Baseline,
  extent: Extent,
): readonly Plan[] {
  const turns = new Turns(baseline, extent);
  const workload = workloadOf(baseline.workload);
  const struck = (at: Occurrence, kinds: readonly string[]) =>
    (UNREMINDED.has(at.signature) ? kinds : turns.choose(kinds))
      .filter(
        kind =>
          at.signature !== GONE_WITHOUT.signature || kind !== GONE_WITHOUT.kind,
      )
      .map(
        (kind): Plan => ({
          id: `answers/${baseline.workload}/${kind} to ${nameOf(at)}`,
          class: 'answers',
          workload,
          inject: run => STRIKES[kind](run, at),
          comesLate: kind === 'late' ? at.signature.split(' ')[1] : undefined,
        }),
      );
  const firsts = baseline.reads.filter(it => it.ordinal === 1);
  return [
    ...baseline.writes
      .filter(isPoint)
      .flatMap(write => struck(write, Object.keys(STRIKES))),
    ...firsts.flatMap(read => struck(read, READ_STRIKES)),
    ...firsts
      .filter(it => it.signature.startsWith('log '))
      .flatMap(read =>
        [1, 3].map(
          (times): Plan => ({
            id: `answers/${baseline.workload}/cut ${times}x ${nameOf(read)}`,
            class: 'answers',
            workload,
            inject: run => cutLog(run, read, times),
          }),
        ),
      ),
  ];
}

/** The stream of a log is cut when it has told something, so often. */
function cutLog(run: PlanRun, at: Occurrence, times: number): Fault {
  let cuts = 0;
  onEveryRoad(run, proxy => ({
    request: exchange => {
      if (exchange.signature === at.signature && cuts < times) {
        cuts += 1;
        setTimeout(() => proxy.cutStreams('log'), run.engineTime(2_000));
      }
    },
  }));
  return { struck: () => cuts > 0 };
}

type Road = PlanRun['replicas'][number]['proxy'];

export function onEveryRoad(
  run: PlanRun,
  interceptor: (road: Road) => Road['interceptor'],
): void {
  for (const { proxy } of run.replicas) {
    proxy.interceptor = interceptor(proxy);
  }
}
