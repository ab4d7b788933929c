import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { english } from './english';

/**
 * All texts of the plugin, in English. An app may say any of them in other words or in another language.
 *
 * @public
 */
export const locustTranslationRef = createTranslationRef({
  id: 'locust',
  messages: english,
});
