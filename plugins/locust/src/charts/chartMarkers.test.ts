import type { Point, RunEvent } from 'backstage-plugin-locust-common';
import { aRun } from '../fake/aRun';
import { inEnglish, inGerman } from '../__testUtils__/translate';
import {
  chartMarkers,
  chartOrigin,
  groupMarkers,
  type ChartMarker,
} from './chartMarkers';

const START = new Date('2026-11-22T10:00:10Z');
const at = (seconds: number) => new Date(START.getTime() + seconds * 1_000);
const point = (elapsedSeconds: number, time?: Date): Point => ({
  elapsedSeconds,
  time,
  users: 1,
  rps: 1,
  failuresPerSecond: 0,
});
const event = (
  reason: string,
  seconds: number,
  message = reason,
): RunEvent => ({
  time: at(seconds),
  type: 'normal',
  reason,
  message,
});
const run = aRun({ startedAt: START, finishedAt: at(600) });
const kindsAt = (markers: readonly ChartMarker[]) =>
  markers.map(({ kind, seconds }) => [kind, seconds]);

describe('the beginning of the charts', () => {
  it('is that of the first point, which comes after the master began', () => {
    expect(chartOrigin(run, [point(4, at(9)), point(6, at(11))])).toBe(
      at(5).getTime(),
    );
  });

  it('is that of the run where points have no time of day', () => {
    expect(chartOrigin(run, [point(4)])).toBe(START.getTime());
    expect(chartOrigin({}, [])).toBeUndefined();
  });
});

describe('what is marked on the charts', () => {
  it.each([
    ['UsersSpawned', 'users'],
    ['WorkerLost', 'workers'],
    ['CpuOverloaded', 'cpu'],
    ['RunTimeReached', 'ended'],
    ['ShapeEnded', 'ended'],
    ['Terminated', 'stopped'],
  ])('%s', (reason, kind) => {
    expect(
      chartMarkers(run, [], [event(reason, 40, 'In words.')], inEnglish),
    ).toEqual([
      expect.objectContaining({ kind, seconds: 40, text: 'In words.' }),
    ]);
  });

  it('is not what belongs to no moment of the lines', () => {
    expect(
      chartMarkers(run, [], [event('MasterCreated', 0)], inEnglish),
    ).toEqual([]);
    expect(
      chartMarkers({ ...run, startedAt: undefined }, [], [], inEnglish),
    ).toEqual([]);
  });

  it('is in the order of time, on the clock of the points', () => {
    expect(
      kindsAt(
        chartMarkers(
          run,
          [point(0, at(8))],
          [event('WorkerLost', 108), event('UsersSpawned', 48)],
          inEnglish,
        ),
      ),
    ).toEqual([
      ['users', 40],
      ['workers', 100],
    ]);
  });

  it('is that all users were there, once, also where no event says it', () => {
    const spawned = { ...run, usersSpawnedAt: at(40), users: 200 };
    expect(chartMarkers(spawned, [], [], inEnglish)).toEqual([
      expect.objectContaining({
        kind: 'users',
        seconds: 40,
        text: 'All 200 users were started.',
      }),
    ]);
    expect(
      chartMarkers(spawned, [], [event('UsersSpawned', 41)], inEnglish),
    ).toHaveLength(1);
  });

  it('is said in the chosen language where the server says nothing', () => {
    const spawned = { ...run, usersSpawnedAt: at(40), users: 200 };
    expect(chartMarkers(spawned, [], [], inGerman)).toEqual([
      expect.objectContaining({
        word: 'alle Nutzer gestartet',
        text: 'Alle 200 Nutzer wurden gestartet.',
      }),
    ]);
  });

  it('is why it was stopped, when Locust was told, and only once', () => {
    const stopped = aRun({
      ...run,
      phase: 'stopped',
      finishedAt: at(200),
      reason: { code: 'StopWhen', message: 'fail_ratio was 60 % for 1m.' },
    });
    expect(
      chartMarkers(stopped, [], [event('Terminated', 190)], inEnglish),
    ).toEqual([
      {
        kind: 'stopped',
        seconds: 190,
        word: 'stop condition met',
        text: 'fail_ratio was 60 % for 1m.',
      },
    ]);
    expect(kindsAt(chartMarkers(stopped, [], [], inEnglish))).toEqual([
      ['stopped', 200],
    ]);
  });
});

describe('markers where there is little room', () => {
  const lost = (seconds: number): ChartMarker => ({
    kind: 'workers',
    seconds,
    word: 'worker lost',
    text: `at ${seconds}`,
  });
  const cpu = (seconds: number): ChartMarker => ({
    ...lost(seconds),
    kind: 'cpu',
  });

  it('stand as one where they are of a kind and side by side', () => {
    const groups = groupMarkers([lost(100), cpu(101), lost(102), lost(300)], {
      from: 0,
      to: 600,
    });
    expect(groups.map(({ seconds, word }) => [seconds, word])).toEqual([
      [100, '2 × worker lost'],
      [101, 'worker lost'],
      [300, 'worker lost'],
    ]);
  });

  it('come apart in a shorter stretch, without those outside of it', () => {
    const groups = groupMarkers([lost(100), lost(102), lost(300)], {
      from: 90,
      to: 120,
    });
    expect(groups.map(one => one.seconds)).toEqual([100, 102]);
  });

  it('have their word only where it runs into no other', () => {
    const groups = groupMarkers([lost(100), cpu(120), lost(300), cpu(590)], {
      from: 0,
      to: 600,
    });
    expect(groups.map(({ hasRoom }) => hasRoom)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
