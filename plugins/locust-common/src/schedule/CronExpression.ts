/**
 * Cron expressions as Kubernetes' CronJob controller reads them (robfig/cron's standard parser): five fields or an
 * alias; `*`, `?`, lists, ranges, steps, month and weekday names. No seconds, no `L`, `W` or `#`, no 7 for Sunday.
 */
export interface CronExpression {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly daysOfMonth: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly daysOfWeek: ReadonlySet<number>;
  /** Where both day fields restrict, a day has to match only one of them. */
  readonly eitherDay: boolean;
}

/** Why a cron expression is refused: a sentence for a person. */
export class CronError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CronError';
  }
}

const ALIASES: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const WEEKDAYS = 'sun mon tue wed thu fri sat'.split(' ');

const FIELDS: readonly Field[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  { name: 'day of week', min: 0, max: 6, names: WEEKDAYS },
];

const ACCEPTED =
  'write five fields (minute, hour, day of month, month, day of week) such as "30 2 * * MON-FRI", or an alias such as @hourly';

/** @throws CronError with a sentence that says what is wrong and what would be accepted */
export function parseCron(text: string): CronExpression {
  const trimmed = text.trim();
  if (/^(CRON_)?TZ=/.test(trimmed)) {
    throw new CronError(
      'A time zone inside the cron expression is refused, as Kubernetes refuses it; write it in the field timeZone.',
    );
  }
  if (trimmed.startsWith('@')) {
    const meaning = ALIASES[trimmed.toLowerCase()];
    if (!meaning) {
      throw new CronError(
        `"${trimmed}" is not a known alias; use one of ${Object.keys(
          ALIASES,
        ).join(', ')}, or ${ACCEPTED}.`,
      );
    }
    return parseCron(meaning);
  }
  const parts = trimmed === '' ? [] : trimmed.split(/\s+/);
  if (parts.length !== 5) {
    const seconds =
      parts.length === 6
        ? 'seconds are not supported, for Kubernetes starts jobs by the minute: '
        : '';
    throw new CronError(
      `"${trimmed}" has ${parts.length} ${
        parts.length === 1 ? 'field' : 'fields'
      }; ${seconds}${ACCEPTED}.`,
    );
  }
  const [minutes, hours, days, months, weekdays] = parts.map((part, index) =>
    parseField(part, FIELDS[index]),
  );
  return {
    minutes: minutes.values,
    hours: hours.values,
    daysOfMonth: days.values,
    months: months.values,
    daysOfWeek: weekdays.values,
    eitherDay: !days.any && !weekdays.any,
  };
}

interface ParsedField {
  readonly values: ReadonlySet<number>;
  /** Holds an unstepped star, so that it does not restrict. */
  readonly any: boolean;
}

function parseField(text: string, field: Field): ParsedField {
  const values = new Set<number>();
  let any = false;
  for (const item of text.split(',')) {
    const match = /^(\*|\?|[A-Za-z0-9]+)(?:-([A-Za-z0-9]+))?(?:\/(\d+))?$/.exec(
      item,
    );
    const star = match?.[1] === '*' || match?.[1] === '?';
    if (!match || (star && match[2] !== undefined)) {
      throw new CronError(
        `"${item}" is not understood in the field ${field.name} of "${text}"; ${ACCEPTED}.`,
      );
    }
    const [, first, last, stepText] = match;
    const step = stepText === undefined ? 1 : Number(stepText);
    if (step === 0) {
      throw new CronError(
        `The step of "${item}" in the field ${field.name} is 0; it has to be at least 1.`,
      );
    }
    const from = star ? field.min : valueOf(first, field);
    // "5/15" means "5-59/15".
    let to = from;
    if (last !== undefined) {
      to = valueOf(last, field);
    } else if (star || stepText !== undefined) {
      to = field.max;
    }
    if (from > to) {
      throw new CronError(
        `The range "${item}" in the field ${field.name} ends before it begins; write two ranges, such as "${from}-${field.max},${field.min}-${to}".`,
      );
    }
    for (let value = from; value <= to; value += step) {
      values.add(value);
    }
    any ||= star && step === 1;
  }
  return { values, any };
}

function valueOf(text: string, field: Field): number {
  const named = field.names?.indexOf(text.toLowerCase()) ?? -1;
  const value = named >= 0 ? named + field.min : Number(text);
  if (!Number.isInteger(value) || value < field.min || value > field.max) {
    const hint =
      field.name === 'day of week' && value === 7 ? '; Sunday is 0' : '';
    throw new CronError(
      `"${text}" is not a ${field.name}; it goes from ${field.min} to ${field.max}${hint}.`,
    );
  }
  return value;
}
