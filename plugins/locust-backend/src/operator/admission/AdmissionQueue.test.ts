import { FakeClock } from '../../kube/testing/FakeClock';
import { type Admission, AdmissionQueue } from './AdmissionQueue';
import type { RunLimits } from './RunLimits';

function setUp(limits: RunLimits) {
  const clock = new FakeClock();
  const enqueued: string[] = [];
  const queue = new AdmissionQueue({
    limits,
    enqueue: key => enqueued.push(key),
    clock,
    retellMs: 1_000,
  });
  /** A resource named after its only run. */
  const ask = (name: string, owner: string, since: number) =>
    queue.request(name, () => owner, { id: `run-${name}`, since });
  /** The run goes on, as its status says. */
  const goes = (name: string, owner: string) =>
    queue.settle(name, owner, { running: [`run-${name}`], waiting: [] });
  const waits = (name: string, owner: string) =>
    queue.settle(name, owner, { running: [], waiting: [`run-${name}`] });
  const ends = (name: string, owner: string) =>
    queue.settle(name, owner, { running: [], waiting: [] });
  const takeEnqueued = () => enqueued.splice(0);
  return { clock, queue, ask, goes, waits, ends, takeEnqueued };
}

const messageOf = (admission: Admission) =>
  admission.kind === 'waits' ? admission.reason.message : admission.kind;

describe('AdmissionQueue', () => {
  it('admits everything at once where there is no limit', () => {
    const { ask } = setUp({});
    for (let index = 0; index < 100; index += 1) {
      expect(ask(`t${index}`, 'a', index)).toEqual({ kind: 'admitted' });
    }
  });

  it('holds back what is over the limit and calls it when another has ended', () => {
    const { ask, goes, waits, ends, takeEnqueued } = setUp({
      concurrentRunsPerCluster: 1,
    });
    expect(ask('first', 'a', 1)).toEqual({ kind: 'admitted' });
    goes('first', 'a');
    expect(ask('second', 'a', 2).kind).toBe('waits');
    waits('second', 'a');
    expect(takeEnqueued()).toEqual([]);
    ends('first', 'a');
    expect(takeEnqueued()).toEqual(['second']);
    expect(ask('second', 'a', 2)).toEqual({ kind: 'admitted' });
  });

  it('answers the same to a run that asks again, whether it was admitted or waits', () => {
    const { ask } = setUp({ concurrentRunsPerCluster: 1 });
    ask('first', 'a', 1);
    expect(ask('first', 'a', 1)).toEqual({ kind: 'admitted' });
    const waiting = ask('second', 'a', 2);
    expect(ask('second', 'a', 2)).toEqual(waiting);
  });

  it('does not let one that asks later overtake one whose turn it is', () => {
    const { ask, waits, ends } = setUp({ concurrentRunsPerCluster: 1 });
    ask('going', 'a', 1);
    ask('second', 'a', 2);
    waits('second', 'a');
    ends('going', 'a');
    expect(ask('third', 'a', 3).kind).toBe('waits');
    expect(ask('second', 'a', 2).kind).toBe('admitted');
  });

  it('gives the turn to the next where the first does not want it any more', () => {
    const { ask, waits, ends, takeEnqueued } = setUp({
      concurrentRunsPerCluster: 1,
    });
    ask('going', 'a', 1);
    ask('second', 'a', 2);
    waits('second', 'a');
    ask('third', 'a', 3);
    waits('third', 'a');
    ends('going', 'a');
    takeEnqueued();
    ends('second', 'a');
    expect(takeEnqueued()).toEqual(['third']);
    expect(ask('third', 'a', 3).kind).toBe('admitted');
  });

  it('takes owners in turn', () => {
    const { clock, ask, goes, waits, ends, takeEnqueued } = setUp({
      concurrentRunsPerCluster: 1,
    });
    ask('a1', 'a', 1);
    goes('a1', 'a');
    for (const [name, owner, since] of [
      ['a2', 'a', 2],
      ['a3', 'a', 3],
      ['b1', 'b', 4],
    ] as const) {
      ask(name, owner, since);
      waits(name, owner);
    }
    ends('a1', 'a');
    expect(takeEnqueued()).toEqual(['b1']);
    clock.advanceNow(10);
    ask('b1', 'b', 4);
    goes('b1', 'b');
    ends('b1', 'b');
    expect(takeEnqueued()).toEqual(['a2']);
  });

  it('is after a restart what the cluster tells', () => {
    const { queue, ask, takeEnqueued, ends } = setUp({
      concurrentRunsPerCluster: 1,
    });
    queue.prime('going', 'a', {
      running: [{ id: 'run-going', since: 1 }],
      waiting: [],
      lastServed: 1_000,
    });
    queue.prime('younger', 'b', {
      running: [],
      waiting: [{ id: 'run-younger', since: 3 }],
    });
    queue.prime('older', 'b', {
      running: [],
      waiting: [{ id: 'run-older', since: 2 }],
    });
    expect(ask('younger', 'b', 3).kind).toBe('waits');
    ends('going', 'a');
    expect(takeEnqueued()).toEqual(['older']);
    expect(ask('younger', 'b', 3).kind).toBe('waits');
    expect(ask('older', 'b', 2).kind).toBe('admitted');
  });

  it('lets single owners have more or fewer than all', () => {
    const { ask } = setUp({
      concurrentRunsPerOwner: 1,
      owners: [
        { owners: ['group:default/big'], concurrentRuns: 2 },
        { owners: ['group:default/free'], concurrentRuns: null },
      ],
    });
    const admitted = (owner: string, runs: number) =>
      Array.from({ length: runs }, (_, index) =>
        ask(`${owner} ${index}`, `group:default/${owner}`, index),
      ).filter(it => it.kind === 'admitted').length;
    expect(admitted('usual', 3)).toBe(1);
    expect(admitted('big', 3)).toBe(2);
    expect(admitted('free', 3)).toBe(3);
  });

  it('counts a run against its new owner when the owner changes', () => {
    const { ask, goes } = setUp({ concurrentRunsPerOwner: 1 });
    ask('one', 'namespace load', 1);
    goes('one', 'group:default/qa');
    expect(ask('two', 'group:default/qa', 2).kind).toBe('waits');
    expect(ask('three', 'namespace load', 3).kind).toBe('admitted');
  });

  it('tells the place and whose limit is full', () => {
    const { ask, waits } = setUp({
      concurrentRunsPerCluster: 2,
      concurrentRunsPerOwner: 1,
    });
    ask('a1', 'group:default/a', 1);
    expect(messageOf(ask('a2', 'group:default/a', 2))).toBe(
      'Waiting as the next in the queue among the runs of group:default/a, of which one may go at a time.',
    );
    waits('a2', 'group:default/a');
    ask('b1', 'group:default/b', 3);
    expect(messageOf(ask('c1', 'group:default/c', 4))).toBe(
      'Waiting as the next in the queue: in this cluster 2 may go at once.',
    );
  });

  it('tells places anew in one go some time after the queue has moved, and only to those whose words change', () => {
    const { clock, ask, goes, waits, ends, takeEnqueued } = setUp({
      concurrentRunsPerCluster: 1,
    });
    ask('t0', 'a', 0);
    goes('t0', 'a');
    for (let index = 1; index <= 30; index += 1) {
      ask(`t${index}`, 'a', index);
      waits(`t${index}`, 'a');
    }
    ends('t0', 'a');
    expect(takeEnqueued()).toEqual(['t1']);
    ask('t1', 'a', 1);
    goes('t1', 'a');
    clock.advanceNow(999);
    expect(takeEnqueued()).toEqual([]);
    clock.advanceNow(1);
    // The five nearest by number, then those who pass from one band to the next: 5, 10 and 20 before them.
    expect(takeEnqueued()).toEqual([
      't2',
      't3',
      't4',
      't5',
      't6',
      't11',
      't21',
    ]);
    clock.advanceNow(60_000);
    expect(takeEnqueued()).toEqual([]);
  });
});
