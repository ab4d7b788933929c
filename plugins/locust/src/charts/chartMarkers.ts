import type { Point, Run, RunEvent } from 'backstage-plugin-locust-common';
import type { Translate } from '../translations/Translate';
import type { TimeSpan } from './TimeSpan';

/** What a marker is of; each has a shape of its own. */
export type MarkerKind =
  | 'users'
  | 'workers'
  | 'cpu'
  | 'stopped'
  | 'ended'
  | 'crossing';

/** A moment of a run that its charts show. */
export interface ChartMarker {
  readonly kind: MarkerKind;
  /** Since the first point. */
  readonly seconds: number;
  /** Two or three words, for beside the line. */
  readonly word: string;
  /** The sentence, for the list of them. */
  readonly text: string;
}

/** Events that are worth a line across the charts; the others are in the list of events. */
const MARKED: Readonly<
  Record<
    string,
    { readonly kind: MarkerKind; readonly word: (t: Translate) => string }
  >
> = {
  UsersSpawned: {
    kind: 'users',
    word: t => t('charts.marks.usersSpawned'),
  },
  WorkerLost: { kind: 'workers', word: t => t('charts.marks.workerLost') },
  CpuOverloaded: { kind: 'cpu', word: t => t('charts.marks.cpuOverloaded') },
  Terminated: { kind: 'stopped', word: t => t('charts.marks.terminated') },
  RunTimeReached: {
    kind: 'ended',
    word: t => t('charts.marks.runTimeReached'),
  },
  ShapeEnded: { kind: 'ended', word: t => t('charts.marks.shapeEnded') },
};

/** When second 0 of the points was, in milliseconds; undefined while nobody knows. */
export function chartOrigin(
  run: Pick<Run, 'startedAt'>,
  points: readonly Point[],
): number | undefined {
  const first = points.find(point => point.time);
  return first?.time
    ? first.time.getTime() - first.elapsedSeconds * 1_000
    : run.startedAt?.getTime();
}

/** What happened in a run and when, in the order of time. */
export function chartMarkers(
  run: Pick<
    Run,
    'users' | 'startedAt' | 'usersSpawnedAt' | 'finishedAt' | 'phase' | 'reason'
  >,
  points: readonly Point[],
  events: readonly RunEvent[],
  t: Translate,
): readonly ChartMarker[] {
  const origin = chartOrigin(run, points);
  if (origin === undefined) {
    return [];
  }
  const since = (time: Date) =>
    Math.max(0, Math.round((time.getTime() - origin) / 1_000));
  const markers = events.flatMap((event): ChartMarker[] => {
    const marked = MARKED[event.reason];
    // A condition or a person is why Locust was told to stop; that is said below.
    return marked && !(run.phase === 'stopped' && event.reason === 'Terminated')
      ? [
          {
            kind: marked.kind,
            seconds: since(event.time),
            word: marked.word(t),
            text: event.message,
          },
        ]
      : [];
  });
  if (run.usersSpawnedAt && !markers.some(({ kind }) => kind === 'users')) {
    markers.push({
      kind: 'users',
      seconds: since(run.usersSpawnedAt),
      word: t('charts.marks.usersSpawned'),
      text: run.users
        ? t('charts.marks.countSpawned', { count: run.users })
        : t('charts.marks.allUsersSpawned'),
    });
  }
  if (run.phase === 'stopped' && run.finishedAt) {
    const told = events.find(({ reason }) => reason === 'Terminated');
    markers.push({
      kind: 'stopped',
      seconds: since(told?.time ?? run.finishedAt),
      word:
        run.reason?.code === 'StopWhen'
          ? t('charts.marks.stopCondition')
          : t('charts.marks.stopped'),
      text: run.reason?.message ?? t('charts.marks.runStopped'),
    });
  }
  return markers.sort((a, b) => a.seconds - b.seconds);
}

/** Markers that stand as one, for there is no room between them. */
export interface MarkerGroup {
  readonly kind: MarkerKind;
  readonly seconds: number;
  readonly word: string;
  readonly markers: readonly ChartMarker[];
  /** Whether there is room for the word before the next. */
  readonly hasRoom: boolean;
}

/** Closer than this part of the width, markers of a kind are one. */
const TOGETHER = 0.012;
/** A word takes about this part of the width. */
const WORD = 0.16;

/** The markers of a stretch as they are drawn. */
export function groupMarkers(
  markers: readonly ChartMarker[],
  span: TimeSpan,
): readonly MarkerGroup[] {
  const length = span.to - span.from;
  const groups: Array<{ kind: MarkerKind; markers: ChartMarker[] }> = [];
  for (const marker of markers) {
    if (marker.seconds < span.from || marker.seconds > span.to) {
      continue;
    }
    const group = [...groups]
      .reverse()
      .find(({ kind }) => kind === marker.kind);
    if (
      group &&
      marker.seconds - group.markers[0].seconds <= length * TOGETHER
    ) {
      group.markers.push(marker);
    } else {
      groups.push({ kind: marker.kind, markers: [marker] });
    }
  }
  return groups.map((group, place) => {
    const { seconds, word } = group.markers[0];
    const next = groups[place + 1]?.markers[0].seconds ?? span.to;
    const count = group.markers.length;
    return {
      ...group,
      seconds,
      word: count > 1 ? `${count} × ${word}` : word,
      hasRoom: next - seconds >= length * WORD,
    };
  });
}
