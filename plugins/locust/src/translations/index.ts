/**
 * The texts of the plugin and the languages that it brings, for apps of either frontend system.
 *
 * @packageDocumentation
 */
export { locustTranslationRef } from './locustTranslationRef';
export { locustTranslations } from './locustTranslations';
