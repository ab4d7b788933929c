import type { TranslationFunction } from '@backstage/frontend-plugin-api';
import type { locustTranslationRef } from './locustTranslationRef';

/** Says a text of the plugin in the chosen language. */
export type Translate = TranslationFunction<typeof locustTranslationRef.T>;
