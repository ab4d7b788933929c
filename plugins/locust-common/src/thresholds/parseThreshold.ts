import { DurationError, parseDuration } from '../duration/parseDuration';
import {
  type Endpoint,
  ENDPOINT_INTERVAL_METRICS,
  INTERVAL_METRICS,
  type StopCondition,
  type Threshold,
  THRESHOLD_METRICS,
  THRESHOLD_OPERATORS,
  type ThresholdMetric,
  type ThresholdQuantity,
} from './Threshold';
import {
  LASTING,
  NUMBER,
  PERCENT,
  PLAIN_METHOD,
  PLAIN_NAME,
  QUOTED,
  SECONDS,
  SHARE,
  WHOLE,
} from './thresholdPattern';
import { ThresholdError, ThresholdReader } from './ThresholdReader';

const METRICS = Object.keys(THRESHOLD_METRICS) as readonly ThresholdMetric[];

/**
 * Reads a threshold, `[METHOD name:] metric op value[unit]`, such as `p95 < 500ms`, `fail_ratio < 1%` or
 * `GET /checkout: p99 <= 1s`. A response time without a unit is milliseconds. A method or name with spaces at its
 * ends or a quote at its beginning is written in double quotes, as in JSON; so is a method of two words.
 *
 * @throws ThresholdError that names the position and what was expected there
 * @public
 */
export function parseThreshold(text: string): Threshold {
  const reader = new ThresholdReader(text);
  const threshold = readThreshold(reader, METRICS, METRICS);
  reader.skipSpace();
  if (!reader.atEnd) {
    throw reader.unexpected(
      'end after the value; what has to hold "for" some time belongs to stopWhen',
    );
  }
  return threshold;
}

/**
 * Reads a condition to stop a run, a threshold with the time that it has to hold: `fail_ratio > 50% for 60s`. It is
 * judged on figures of intervals, so it knows only what the reporter gives of them.
 *
 * @throws ThresholdError that names the position and what was expected there
 * @public
 */
export function parseStopCondition(text: string): StopCondition {
  const reader = new ThresholdReader(text);
  const threshold = readThreshold(
    reader,
    INTERVAL_METRICS,
    ENDPOINT_INTERVAL_METRICS,
  );
  const apart = reader.skipSpace();
  if (!apart || reader.take('for(?=[ \\t\\r\\n]|$)') === undefined) {
    throw reader.unexpected(
      'write for how long it has to hold before the run is stopped, such as "for 60s"',
    );
  }
  reader.skipSpace();
  const from = reader.index;
  const lasting = reader.take(`${LASTING}(?=[ \\t\\r\\n]|$)`);
  if (lasting === undefined) {
    throw reader.unexpected('write a duration such as 60s, 5m or 1h30m');
  }
  reader.skipSpace();
  if (!reader.atEnd) {
    throw reader.unexpected('end after the duration');
  }
  return { ...threshold, forSeconds: secondsOf(lasting, from) };
}

function secondsOf(lasting: string, index: number): number {
  try {
    return parseDuration(lasting);
  } catch (error) {
    throw error instanceof DurationError
      ? new ThresholdError(error.message, index)
      : error;
  }
}

function readThreshold(
  reader: ThresholdReader,
  ofRun: readonly ThresholdMetric[],
  ofEndpoint: readonly ThresholdMetric[],
): Threshold {
  reader.skipSpace();
  const endpoint = readEndpoint(reader);
  reader.skipSpace();
  const metric = readMetric(reader, endpoint ? ofEndpoint : ofRun);
  reader.skipSpace();
  const operator = THRESHOLD_OPERATORS.find(
    it => reader.take(it) !== undefined,
  );
  if (!operator) {
    throw reader.unexpected(`compare with ${list(THRESHOLD_OPERATORS)}`);
  }
  reader.skipSpace();
  const limit = readLimit(reader, THRESHOLD_METRICS[metric]);
  return { ...(endpoint && { endpoint }), metric, operator, limit };
}

/** Nothing behind an endpoint holds a colon, so the last one ends it, whatever its name holds. */
function readEndpoint(reader: ThresholdReader): Endpoint | undefined {
  const end = reader.text.lastIndexOf(':');
  if (end < 0) {
    return undefined;
  }
  const shape =
    'an endpoint is its method, a space and its name, such as "GET /checkout: p95 < 500ms"';
  const method = reader.take(QUOTED, end) ?? reader.take(PLAIN_METHOD, end);
  const apart = method !== undefined && reader.skipSpace();
  if (!apart || reader.index >= end) {
    throw reader.unexpected(shape);
  }
  const name = reader.take(QUOTED, end) ?? reader.take(PLAIN_NAME, end);
  if (name === undefined) {
    throw reader.unexpected(
      'a name that begins with a quote is quoted as a whole, its own quotes written \\"',
    );
  }
  reader.skipSpace();
  if (reader.index < end) {
    throw reader.unexpected(`after a name in quotes comes ":"`);
  }
  reader.index = end + 1;
  return { method: unquoted(method), name: unquoted(name) };
}

function unquoted(text: string): string {
  return text.startsWith('"') ? (JSON.parse(text) as string) : text;
}

function readMetric(
  reader: ThresholdReader,
  accepted: readonly ThresholdMetric[],
): ThresholdMetric {
  const start = reader.index;
  const word = reader.take('[^ \\t\\r\\n<>=!]+');
  const metric = accepted.find(it => it === word);
  if (metric) {
    return metric;
  }
  reader.index = start;
  const known = METRICS.find(it => it === word);
  throw reader.unexpected(
    known
      ? `while a run goes, only ${list(accepted)} are known here`
      : `name what is compared: ${list(accepted)}`,
  );
}

/** Shifting the decimal point in the text keeps 0.7% from becoming 0.006999…. */
function readLimit(
  reader: ThresholdReader,
  quantity: ThresholdQuantity,
): number {
  const end = '(?=[ \\t\\r\\n]|$)';
  const space = '[ \\t\\r\\n]*';
  const take = (number: string, unit: string) => {
    const text = reader.take(`${number}${space}${unit}${end}`);
    return text === undefined ? undefined : parseFloat(text);
  };
  const shifted = (number: string, unit: string, digits: number) => {
    const value = take(number, unit);
    return value === undefined ? undefined : Number(`${value}e${digits}`);
  };
  switch (quantity) {
    case 'time': {
      const limit =
        take(NUMBER, 'ms') ?? shifted(SECONDS, 's', 3) ?? take(NUMBER, '');
      if (limit === undefined) {
        throw reader.unexpected(
          'write a response time such as 500ms, 1.5s, or 500 for milliseconds',
        );
      }
      return limit;
    }
    case 'ratio': {
      const limit = shifted(PERCENT, '%', -2) ?? take(SHARE, '');
      if (limit === undefined) {
        throw reader.unexpected(
          'write a share such as 1% or 0.01, from 0 to 100% or from 0 to 1',
        );
      }
      return limit;
    }
    case 'rate': {
      const limit = take(NUMBER, '/s') ?? take(NUMBER, '');
      if (limit === undefined) {
        throw reader.unexpected('write a number per second such as 50 or 0.5');
      }
      return limit;
    }
    default: {
      const limit = take(WHOLE, '');
      if (limit === undefined) {
        throw reader.unexpected(
          'write a whole number such as 100; for a share use fail_ratio',
        );
      }
      return limit;
    }
  }
}

function list(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}
