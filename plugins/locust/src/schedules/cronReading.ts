import cronstrue from 'cronstrue';

/** A cron expression in words, or nothing where it has none. */
export function cronReading(expression: string): string | undefined {
  try {
    return cronstrue.toString(expression.trim(), {
      use24HourTimeFormat: true,
      throwExceptionOnParseError: true,
    });
  } catch {
    return undefined;
  }
}
