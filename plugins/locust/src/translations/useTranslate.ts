import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { locustTranslationRef } from './locustTranslationRef';
import type { Translate } from './Translate';

/** What says the plugin's texts; another one once another language is chosen. */
export function useTranslate(): Translate {
  return useTranslationRef(locustTranslationRef).t;
}
