import { mockApis } from '@backstage/test-utils';
import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { locustTranslationRef } from '../translations/locustTranslationRef';
import type { Translate } from '../translations/Translate';
import german from '../translations/german';

function inDefaultsOf(ref: typeof locustTranslationRef): Translate {
  const translation = mockApis.translation().getTranslation(ref);
  if (!translation.ready) {
    throw new Error('The texts are not loaded');
  }
  return translation.t;
}

/** Says texts in English, for pure functions. */
export const inEnglish = inDefaultsOf(locustTranslationRef);

/** Says texts in German, for pure functions. */
export const inGerman = inDefaultsOf(
  createTranslationRef({
    id: locustTranslationRef.id,
    messages: german.messages,
  }) as unknown as typeof locustTranslationRef,
);
