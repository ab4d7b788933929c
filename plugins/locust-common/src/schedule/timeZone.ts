const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** What a clock on the wall of that zone shows, as the UTC instant of the same digits. Milliseconds. */
export function wallClock(instant: number, timeZone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(instant)) {
    parts[type] = Number(value);
  }
  return Date.UTC(
    parts.year,
    parts.month - 1,
    parts.day,
    parts.hour,
    parts.minute,
    parts.second,
  );
}

/** Says what is wrong with the name of a time zone, in the eyes of Kubernetes too; undefined: nothing. */
export function checkTimeZone(timeZone: string): string | undefined {
  const accepted =
    'use a name of the IANA database such as Europe/Berlin, America/New_York or UTC';
  // Browsers read offsets, the API server does not.
  if (!/^[A-Za-z]/.test(timeZone)) {
    return `"${timeZone}" is not the name of a time zone; ${accepted}.`;
  }
  let canonical: string;
  try {
    canonical = formatOf(timeZone).resolvedOptions().timeZone;
  } catch {
    return `There is no time zone "${timeZone}"; ${accepted}.`;
  }
  // Browsers do not mind the case, the API server looks for a file of that name.
  if (
    canonical !== timeZone &&
    canonical.toLowerCase() === timeZone.toLowerCase()
  ) {
    return `There is no time zone "${timeZone}"; it is written ${canonical}.`;
  }
  return undefined;
}
