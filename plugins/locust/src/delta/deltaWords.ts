import type {
  ComparedMetric,
  ComparisonDelta,
} from 'backstage-plugin-locust-common';
import { formatCount, formatRate } from '../format/formatNumber';
import type { Tone } from '../status/toneColours';

/** Less than this part of a figure is the noise of a machine, and is not coloured. */
const NOTABLE_PART = 0.05;

/** A percentage point, for ratios close to 0, of which a part says nothing. */
const NOTABLE_RATIO = 0.01;

/** How the figures of a comparison are called: alone, and where one has more or less of it. */
const METRICS: Readonly<
  Record<
    ComparedMetric,
    {
      readonly name: string;
      readonly more: string;
      readonly less: string;
      readonly kind: 'time' | 'rate' | 'count' | 'ratio';
    }
  >
> = {
  requests: {
    name: 'Requests',
    more: 'more requests',
    less: 'fewer requests',
    kind: 'count',
  },
  failures: {
    name: 'Failures',
    more: 'more failures',
    less: 'fewer failures',
    kind: 'count',
  },
  failRatio: {
    name: 'Failure ratio',
    more: 'more failing',
    less: 'less failing',
    kind: 'ratio',
  },
  rps: {
    name: 'Requests/s',
    more: 'more requests per second',
    less: 'fewer requests per second',
    kind: 'rate',
  },
  failuresPerSecond: {
    name: 'Failures/s',
    more: 'more failures per second',
    less: 'fewer failures per second',
    kind: 'rate',
  },
  avg: { name: 'Average', more: 'slower', less: 'faster', kind: 'time' },
  min: { name: 'Shortest', more: 'slower', less: 'faster', kind: 'time' },
  median: { name: 'Median', more: 'slower', less: 'faster', kind: 'time' },
  p90: { name: 'p90', more: 'slower', less: 'faster', kind: 'time' },
  p95: { name: 'p95', more: 'slower', less: 'faster', kind: 'time' },
  p99: { name: 'p99', more: 'slower', less: 'faster', kind: 'time' },
  max: { name: 'Longest', more: 'slower', less: 'faster', kind: 'time' },
};

/** What a figure is called, and what kind of figure it is. */
export function metricNamed(metric: string): {
  readonly name: string;
  readonly kind: 'time' | 'rate' | 'count' | 'ratio';
} {
  return (
    METRICS[metric as ComparedMetric] ?? {
      name: metric,
      kind: 'count' as const,
    }
  );
}

/** A tenth of a per cent is shown, and nothing smaller. */
function isNothing(metric: string, delta: ComparisonDelta): boolean {
  return metricNamed(metric).kind === 'ratio' || delta.relative === undefined
    ? delta.absolute === 0
    : Math.abs(delta.relative) < 0.0005;
}

function percentage(part: number): string {
  const size = Math.abs(part) * 100;
  return size < 1
    ? `${size.toFixed(1)} %`
    : `${formatCount(Math.round(size))} %`;
}

/** How much it is, without which way. */
function amount(metric: string, delta: ComparisonDelta): string {
  const size = Math.abs(delta.absolute);
  const { kind } = metricNamed(metric);
  if (kind === 'ratio') {
    const points = size * 100;
    return `${
      points < 0.01 ? '< 0.01' : points.toFixed(points < 10 ? 2 : 1)
    } percentage points`;
  }
  if (delta.relative !== undefined) {
    return percentage(delta.relative);
  }
  return kind === 'time' ? `${formatRate(size)} ms` : formatRate(size);
}

/** As it stands beside a figure: `+12 %`, `−0.31 pp`, `±0`. */
export function deltaText(metric: string, delta: ComparisonDelta): string {
  if (isNothing(metric, delta)) {
    return '±0';
  }
  const sign = delta.absolute > 0 ? '+' : '−';
  return `${sign}${amount(metric, delta).replace(' percentage points', ' pp')}`;
}

/** As it is read out: `12 % slower than the baseline`. */
export function deltaInWords(
  metric: string,
  delta: ComparisonDelta,
  reference: string,
): string {
  if (isNothing(metric, delta)) {
    return `the same as ${reference}`;
  }
  const words = METRICS[metric as ComparedMetric];
  const which = delta.absolute > 0 ? 'more' : 'less';
  return `${amount(metric, delta)} ${
    words?.[which] ?? which
  } than ${reference}`;
}

/**
 * Whether it is coloured. It says better or worse than one other run, which one noisy figure can be: a regression is
 * only what the trend calls one.
 */
export function deltaTone(metric: string, delta: ComparisonDelta): Tone {
  const notable =
    metricNamed(metric).kind === 'ratio'
      ? Math.abs(delta.absolute) >= NOTABLE_RATIO
      : delta.relative === undefined ||
        Math.abs(delta.relative) >= NOTABLE_PART;
  if (!notable) {
    return 'neutral';
  }
  switch (delta.change) {
    case 'better':
      return 'success';
    case 'worse':
      return 'error';
    default:
      return 'neutral';
  }
}
