import type {
  ComparedMetric,
  ComparisonDelta,
} from 'backstage-plugin-locust-common';
import { formatCount, formatDigits, formatRate } from '../format/formatNumber';
import type { Tone } from '../status/toneColours';
import type { english } from '../translations/english';
import type { Translate } from '../translations/Translate';

/** Less than this part of a figure is the noise of a machine, and is not coloured. */
const NOTABLE_PART = 0.05;

/** A percentage point, for ratios close to 0, of which a part says nothing. */
const NOTABLE_RATIO = 0.01;

type MetricKind = 'time' | 'rate' | 'count' | 'ratio';

/** The kinds of the figures of a comparison, and by which words one is said to have more or less of it. */
const METRICS: Readonly<
  Record<
    ComparedMetric,
    {
      readonly kind: MetricKind;
      readonly words: Exclude<keyof typeof english.delta.more, 'other'>;
    }
  >
> = {
  requests: { kind: 'count', words: 'requests' },
  failures: { kind: 'count', words: 'failures' },
  failRatio: { kind: 'ratio', words: 'failRatio' },
  rps: { kind: 'rate', words: 'rps' },
  failuresPerSecond: { kind: 'rate', words: 'failuresPerSecond' },
  avg: { kind: 'time', words: 'time' },
  min: { kind: 'time', words: 'time' },
  median: { kind: 'time', words: 'time' },
  p90: { kind: 'time', words: 'time' },
  p95: { kind: 'time', words: 'time' },
  p99: { kind: 'time', words: 'time' },
  max: { kind: 'time', words: 'time' },
};

function isCompared(metric: string): metric is ComparedMetric {
  return metric in METRICS;
}

/** What kind of figure it is; one that is not known is counted. */
export function metricKind(metric: string): MetricKind {
  return isCompared(metric) ? METRICS[metric].kind : 'count';
}

/** What a figure is called; one that is not known by its own name. */
export function metricName(metric: string, t: Translate): string {
  return isCompared(metric) ? t(`delta.names.${metric}`) : metric;
}

/** A tenth of a per cent is shown, and nothing smaller. */
function isNothing(metric: string, delta: ComparisonDelta): boolean {
  return metricKind(metric) === 'ratio' || delta.relative === undefined
    ? delta.absolute === 0
    : Math.abs(delta.relative) < 0.0005;
}

function percentage(part: number, t: Translate): string {
  const size = Math.abs(part) * 100;
  return `${size < 1 ? formatDigits(size, 1, t) : formatCount(size, t)} %`;
}

/** How much it is, without which way. */
function amount(
  metric: string,
  delta: ComparisonDelta,
  points: 'points' | 'pointsShort',
  t: Translate,
): string {
  const size = Math.abs(delta.absolute);
  const kind = metricKind(metric);
  if (kind === 'ratio') {
    const part = size * 100;
    return t(`delta.${points}`, {
      points:
        part < 0.01
          ? `< ${formatDigits(0.01, 2, t)}`
          : formatDigits(part, part < 10 ? 2 : 1, t),
    });
  }
  if (delta.relative !== undefined) {
    return percentage(delta.relative, t);
  }
  return kind === 'time' ? `${formatRate(size, t)} ms` : formatRate(size, t);
}

/** As it stands beside a figure: `+12 %`, `−0.31 pp`, `±0`. */
export function deltaText(
  metric: string,
  delta: ComparisonDelta,
  t: Translate,
): string {
  if (isNothing(metric, delta)) {
    return '±0';
  }
  const sign = delta.absolute > 0 ? '+' : '−';
  return `${sign}${amount(metric, delta, 'pointsShort', t)}`;
}

/** As it is read out: `12 % slower than the baseline`. */
export function deltaInWords(
  metric: string,
  delta: ComparisonDelta,
  reference: string,
  t: Translate,
): string {
  if (isNothing(metric, delta)) {
    return t('delta.same', { reference });
  }
  const words = isCompared(metric) ? METRICS[metric].words : 'other';
  return t(`delta.${delta.absolute > 0 ? 'more' : 'less'}.${words}`, {
    amount: amount(metric, delta, 'points', t),
    reference,
  });
}

/**
 * Whether it is coloured. It says better or worse than one other run, which one noisy figure can be: a regression is
 * only what the trend calls one.
 */
export function deltaTone(metric: string, delta: ComparisonDelta): Tone {
  const notable =
    metricKind(metric) === 'ratio'
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
