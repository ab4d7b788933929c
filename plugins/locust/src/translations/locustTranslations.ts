import { createTranslationResource } from '@backstage/frontend-plugin-api';
import { locustTranslationRef } from './locustTranslationRef';

/**
 * The languages that the plugin brings beside English, each loaded when it is chosen.
 *
 * @public
 */
export const locustTranslations = createTranslationResource({
  ref: locustTranslationRef,
  translations: { de: () => import('./german') },
});
