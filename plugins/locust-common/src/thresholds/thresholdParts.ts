import {
  formatEndpoint,
  formatLasting,
  formatQuantity,
} from './formatThreshold';
import { parseStopCondition, parseThreshold } from './parseThreshold';
import {
  ENDPOINT_INTERVAL_METRICS,
  INTERVAL_METRICS,
  type StopCondition,
  type Threshold,
  THRESHOLD_METRICS,
  type ThresholdMetric,
  type ThresholdOperator,
} from './Threshold';
import { type ThresholdAttempt, tryThreshold } from './tryThreshold';

/** What is held against the whole run at its end, and what stops it in its course. @public */
export type ThresholdKind = 'threshold' | 'stopCondition';

/** A threshold in pieces, each as it is typed into a field of its own; whether they are right, the grammar says. @public */
export interface ThresholdParts {
  /** `METHOD name`; empty: the run as a whole. */
  readonly endpoint: string;
  readonly metric: ThresholdMetric;
  readonly operator: ThresholdOperator;
  /** With its unit, or a plain number in the metric's own: milliseconds, per cent, per second. */
  readonly value: string;
  /** How long it has to hold, of a condition to stop on. */
  readonly lasting?: string;
}

const METRICS = Object.keys(THRESHOLD_METRICS) as readonly ThresholdMetric[];

/** The unit that a plain number in the field of the value has. */
const UNITS = { time: 'ms', ratio: '%', rate: '/s', count: '' } as const;

/** What can be compared there, in the order in which it is offered. @public */
export function thresholdMetrics(
  kind: ThresholdKind,
  ofEndpoint: boolean,
): readonly ThresholdMetric[] {
  if (kind === 'threshold') {
    return METRICS;
  }
  return ofEndpoint ? ENDPOINT_INTERVAL_METRICS : INTERVAL_METRICS;
}

/** The pieces of a threshold; undefined where it cannot be read. @public */
export function splitThreshold(
  kind: ThresholdKind,
  text: string,
): ThresholdParts | undefined {
  const { read: threshold } = attempt(kind, text);
  if (!threshold) {
    return undefined;
  }
  const { endpoint, metric, operator, limit } = threshold;
  return {
    endpoint: endpoint ? formatEndpoint(endpoint) : '',
    metric,
    operator,
    value: formatQuantity(metric, limit),
    ...('forSeconds' in threshold && {
      lasting: formatLasting(threshold.forSeconds),
    }),
  };
}

/** The text of the pieces, for the grammar to judge: what {@link splitThreshold} has split, it reads as the same. @public */
export function joinThreshold(parts: ThresholdParts): string {
  const { metric, operator, lasting } = parts;
  const endpoint = trimmed(parts.endpoint);
  const value = trimmed(parts.value);
  const unit = /^[\d.]+$/.test(value) ? UNITS[THRESHOLD_METRICS[metric]] : '';
  return [
    ...(endpoint ? [`${endpoint}:`] : []),
    metric,
    operator,
    ...(value ? [value + unit] : []),
    ...(lasting === undefined ? [] : ['for', trimmed(lasting)]),
  ]
    .filter(word => word !== '')
    .join(' ');
}

/** In which of the pieces the mistake is, as a sentence; undefined: there is none. @public */
export function thresholdMistake(
  kind: ThresholdKind,
  parts: ThresholdParts,
):
  | {
      readonly part: 'endpoint' | 'metric' | 'value' | 'lasting';
      readonly message: string;
    }
  | undefined {
  const { mistake } = attempt(kind, joinThreshold(parts));
  if (!mistake) {
    return undefined;
  }
  const { message, index } = mistake;
  const head = joinThreshold({ ...parts, value: '', lasting: undefined });
  const whole = joinThreshold({ ...parts, lasting: undefined });
  const endpoint = trimmed(parts.endpoint);
  if (endpoint && index <= endpoint.length) {
    return { part: 'endpoint', message };
  }
  if (index < head.length) {
    return { part: 'metric', message };
  }
  return {
    part:
      parts.lasting !== undefined && index > whole.length ? 'lasting' : 'value',
    message,
  };
}

/** Without the white space that the grammar skips; other kinds of it may end a name. */
function trimmed(text: string): string {
  return text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
}

function attempt(
  kind: ThresholdKind,
  text: string,
): ThresholdAttempt<Threshold | StopCondition> {
  return tryThreshold<Threshold | StopCondition>(
    kind === 'threshold' ? parseThreshold : parseStopCondition,
    text,
  );
}
