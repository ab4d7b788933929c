import { formatDuration } from '../duration/formatDuration';
import {
  type Endpoint,
  type StopCondition,
  type Threshold,
  THRESHOLD_METRICS,
  type ThresholdMetric,
} from './Threshold';

/**
 * A threshold or condition in the form that {@link parseThreshold} or {@link parseStopCondition} reads back to the
 * same.
 *
 * @public
 */
export function formatThreshold(threshold: Threshold | StopCondition): string {
  const { endpoint, metric, operator, limit } = threshold;
  const words = [
    ...(endpoint ? [`${formatEndpoint(endpoint)}:`] : []),
    metric,
    operator,
    formatQuantity(metric, limit),
  ];
  return (
    'forSeconds' in threshold
      ? [...words, 'for', formatLasting(threshold.forSeconds)]
      : words
  ).join(' ');
}

/** An endpoint as a threshold names it: `GET /checkout`, in quotes what would not be read back otherwise. @public */
export function formatEndpoint({ method, name }: Endpoint): string {
  return `${formatMethod(method)} ${formatName(name)}`;
}

/** How long a condition has to hold, in whole seconds as far as the grammar counts those. @public */
export function formatLasting(seconds: number): string {
  return seconds < 1_000_000 ? `${seconds}s` : formatDuration(seconds);
}

/**
 * A figure with its unit, in the shortest form: `500ms`, `1.5s`, `1%`, `50/s`, `3`.
 *
 * @param value - in the unit of the metric's quantity
 * @public
 */
export function formatQuantity(metric: ThresholdMetric, value: number): string {
  switch (THRESHOLD_METRICS[metric]) {
    case 'time':
      return value >= 1000 && value % 100 === 0
        ? `${plain(value / 1000)}s`
        : `${plain(value)}ms`;
    case 'ratio':
      return `${plain(value * 100)}%`;
    case 'rate':
      return `${plain(value)}/s`;
    default:
      return plain(value);
  }
}

/** Without an exponent and without what comes of binary fractions. */
function plain(value: number): string {
  return value.toFixed(6).replace(/\.?0+$/, '');
}

function formatMethod(method: string): string {
  return /^[^" \t\r\n][^ \t\r\n]*$/.test(method)
    ? method
    : JSON.stringify(method);
}

function formatName(name: string): string {
  return /^[^" \t\r\n]([\s\S]*[^ \t\r\n])?$/.test(name)
    ? name
    : JSON.stringify(name);
}
