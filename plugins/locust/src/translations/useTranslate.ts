import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { locustTranslationRef } from './locustTranslationRef';
import type { Translate } from './Translate';

/** What says the plugin's texts; another one once another language is chosen. */
export function useTranslate(): Translate {
  // By way of `unknown`, or the compiler holds the two types of every text against each other.
  return useTranslationRef(locustTranslationRef).t as unknown as Translate;
}
