import {
  formatEndpoint,
  formatQuantity,
  judgeThresholds,
  THRESHOLD_METRICS,
  type RequestStatistics,
  type Run,
  type ThresholdKind,
  type ThresholdMetric,
  type ThresholdParts,
} from 'backstage-plugin-locust-common';
import { textOf, type ConditionRow } from './conditionRow';

/** A run that has ended, whose figures are what to expect of the next. */
export interface EarlierRun {
  readonly run: Run;
  readonly requests: readonly RequestStatistics[];
}

/** How the figure compares with what is wished: less of it is better, or more. */
type Bound = Pick<ThresholdParts, 'operator' | 'value'>;

const WANTED: readonly ThresholdMetric[] = ['p95', 'fail_ratio', 'rps', 'p99'];

/** The next threshold that is most probably wanted: a limit a fifth beyond what the earlier run had. */
export function suggestThreshold(
  rows: readonly ConditionRow[],
  earlier: EarlierRun | undefined,
): ThresholdParts {
  const taken = (endpoint: string, metric: ThresholdMetric) =>
    rows.some(
      row =>
        !('text' in row) &&
        row.metric === metric &&
        row.endpoint.trim() === endpoint,
    );
  const free = [
    ...WANTED.map(metric => ({ endpoint: '', metric })),
    ...(earlier?.requests ?? []).map(one => ({
      endpoint: formatEndpoint(one),
      metric: 'p95' as const,
    })),
  ].find(one => !taken(one.endpoint, one.metric)) ?? {
    endpoint: '',
    metric: 'p95' as const,
  };
  return { ...free, ...limitFor(free.endpoint, free.metric, earlier) };
}

/** The next condition to stop on that is most probably wanted: that hardly anything works, or that all of it crawls. */
export function suggestStopCondition(
  rows: readonly ConditionRow[],
): ThresholdParts {
  const failures = rows.some(
    row => !('text' in row) && row.metric === 'fail_ratio',
  );
  return failures
    ? {
        endpoint: '',
        metric: 'p95',
        operator: '>',
        value: '10s',
        lasting: '60s',
      }
    : {
        endpoint: '',
        metric: 'fail_ratio',
        operator: '>',
        value: '50%',
        lasting: '60s',
      };
}

/** Operator and value that make sense with a metric; those of a condition to stop on are the other way round. */
export function boundFor(
  kind: ThresholdKind,
  parts: ThresholdParts,
  earlier: EarlierRun | undefined,
): Bound {
  const { endpoint, metric } = parts;
  if (kind === 'threshold') {
    return limitFor(endpoint, metric, earlier);
  }
  switch (THRESHOLD_METRICS[metric]) {
    case 'ratio':
      return { operator: '>', value: '50%' };
    case 'rate':
      return { operator: '<', value: '1/s' };
    default:
      return { operator: '>', value: '10s' };
  }
}

function limitFor(
  endpoint: string,
  metric: ThresholdMetric,
  earlier: EarlierRun | undefined,
): Bound {
  const had = figureOf(
    { endpoint, metric, operator: '<', value: '1' },
    earlier,
  );
  const write = (value: number) => formatQuantity(metric, value);
  switch (THRESHOLD_METRICS[metric]) {
    case 'time':
      return { operator: '<', value: write(had ? roundUp(had * 1.2) : 500) };
    case 'ratio':
      return {
        operator: '<',
        value: write(Math.max(0.01, roundUp((had ?? 0) * 120) / 100)),
      };
    case 'rate':
      return { operator: '>=', value: write(had ? roundDown(had * 0.8) : 1) };
    default:
      return metric === 'requests'
        ? {
            operator: '>=',
            value: write(had ? Math.floor(roundDown(had * 0.8)) : 1),
          }
        : {
            operator: '<=',
            value: write(Math.ceil(roundUp((had ?? 0) * 1.2))),
          };
  }
}

/** What the earlier run had of that, in the metric's unit; undefined: it is not known. */
export function figureOf(
  row: ConditionRow,
  earlier: EarlierRun | undefined,
): number | undefined {
  return earlier
    ? judgeThresholds([textOf(row)], {
        total: earlier.run.total,
        requests: earlier.requests,
      }).results[0].actual
    : undefined;
}

/** To two digits that count, so that a limit is a figure one can remember. */
function roundUp(value: number): number {
  return rounded(value, Math.ceil);
}

function roundDown(value: number): number {
  return rounded(value, Math.floor);
}

function rounded(value: number, round: (value: number) => number): number {
  if (value <= 0) {
    return 0;
  }
  const digits = 1 - Math.floor(Math.log10(value));
  // Shifting the decimal point in the text keeps 0.7 from becoming 0.7000….
  const shifted = Number(`${value}e${digits}`);
  return Number(`${round(Number(shifted.toPrecision(12)))}e${-digits}`);
}
