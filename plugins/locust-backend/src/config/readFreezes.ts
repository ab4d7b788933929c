import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { checkSchedule, tryDuration } from 'backstage-plugin-locust-common';
import type { FreezeWindow } from '../freezes/FreezeWindow';

const PATH = 'locust.freezes';
const FIELDS = [
  'reason',
  'for',
  'from',
  'until',
  'schedule',
  'timeZone',
  'duration',
  'stopsRuns',
];
const PLACES = ['clusters', 'namespaces', 'owners'] as const;

/**
 * Reads `locust.freezes`.
 *
 * @throws InputError naming the path of what is wrong and what would be accepted
 */
export function readFreezes(root: Config): readonly FreezeWindow[] {
  return (root.getOptionalConfigArray(PATH) ?? []).map((config, index) =>
    readFreeze(config, `${PATH}[${index}]`),
  );
}

function readFreeze(config: Config, path: string): FreezeWindow {
  refuseOthers(config, FIELDS, path);
  const where = config.getOptionalConfig('for');
  if (where) {
    refuseOthers(where, PLACES, `${path}.for`);
  }
  return {
    reason: config.getString('reason'),
    stopsRuns: config.getOptionalBoolean('stopsRuns') ?? false,
    ...Object.fromEntries(
      PLACES.flatMap(place => {
        const names = where?.getOptionalStringArray(place);
        return names ? [[place, names]] : [];
      }),
    ),
    when: config.has('schedule')
      ? readRecurring(config, path)
      : readOnce(config, path),
  };
}

function readRecurring(config: Config, path: string): FreezeWindow['when'] {
  for (const field of ['from', 'until']) {
    if (config.has(field)) {
      throw new InputError(
        `${path}.${field} stands beside schedule; a freeze has either from and until, or schedule and duration`,
      );
    }
  }
  const schedule = config.getString('schedule');
  const timeZone = config.getOptionalString('timeZone');
  const problem = checkSchedule(schedule, timeZone);
  if (problem !== undefined) {
    throw new InputError(`${path}.schedule: ${problem}`);
  }
  const duration = config.getOptional<unknown>('duration');
  const durationSeconds = tryDuration(duration);
  if (durationSeconds === undefined || durationSeconds <= 0) {
    throw new InputError(
      `${path}.duration is ${JSON.stringify(
        duration,
      )}; it has to be a duration such as 8h`,
    );
  }
  return { schedule, ...(timeZone && { timeZone }), durationSeconds };
}

function readOnce(config: Config, path: string): FreezeWindow['when'] {
  for (const field of ['timeZone', 'duration']) {
    if (config.has(field)) {
      throw new InputError(
        `${path}.${field} stands without schedule; a freeze has either from and until, or schedule and duration`,
      );
    }
  }
  const from = readMoment(config, 'from', path);
  const until = readMoment(config, 'until', path);
  if (until <= from) {
    throw new InputError(
      `${path}.until is ${until.toISOString()}; it has to be after from, which is ${from.toISOString()}`,
    );
  }
  return { from, until };
}

/** YAML reads an unquoted moment as a date, which JSON then writes out in full. */
function readMoment(config: Config, field: string, path: string): Date {
  const text = config.getOptional<unknown>(field);
  const moment =
    typeof text === 'string' && /T.*(Z|[+-]\d\d:\d\d)$/.test(text)
      ? new Date(text)
      : undefined;
  if (!moment || Number.isNaN(moment.getTime())) {
    throw new InputError(
      `${path}.${field} is ${JSON.stringify(
        text,
      )}; it has to be a moment with its time zone, such as 2026-11-27T00:00:00Z`,
    );
  }
  return moment;
}

/** A misspelled field would freeze another time than was meant, and nobody would know. */
function refuseOthers(
  config: Config,
  known: readonly string[],
  path: string,
): void {
  const other = config.keys().find(name => !known.includes(name));
  if (other !== undefined) {
    throw new InputError(
      `${path}.${other} is not known; it may hold ${known.join(', ')}`,
    );
  }
}
