import cronstrue from 'cronstrue';
import type { Translate } from '../translations/Translate';

/**
 * A cron expression in words, or nothing where it has none. In another language than English where the texts of the
 * language bring it along.
 */
export function cronReading(
  expression: string,
  t: Translate,
): string | undefined {
  try {
    return cronstrue.toString(expression.trim(), {
      locale: t('format.locale'),
      use24HourTimeFormat: true,
      throwExceptionOnParseError: true,
    });
  } catch {
    return undefined;
  }
}
