import type { Translate } from './Translate';

/**
 * The locale of numbers and dates beside texts of the chosen language, as BCP 47 has it: the variety that the person's
 * browser asks for, such as `en-GB`, else the language's own.
 */
export function localeOf(t: Translate): string {
  const language = t('format.locale');
  return (
    navigator.languages.find(
      one => one === language || one.startsWith(`${language}-`),
    ) ?? language
  );
}
