import { mockApis } from '@backstage/test-utils';
import {
  createTranslationRef,
  type TranslationApi,
} from '@backstage/frontend-plugin-api';
import { locustTranslationRef } from '../translations/locustTranslationRef';
import type { Translate } from '../translations/Translate';
import german from '../translations/german';

const germanRef = createTranslationRef({
  id: locustTranslationRef.id,
  messages: german.messages,
}) as unknown as typeof locustTranslationRef;

/** Says the plugin's texts in German from the first moment on, and those of everybody else as they are. */
export function germanTranslations(): TranslationApi {
  const others = mockApis.translation();
  const own = mockApis.translation();
  return {
    getTranslation: ref =>
      ref.id === germanRef.id
        ? // Its texts have the keys of the ref that is asked for.
          own.getTranslation(germanRef as unknown as typeof ref)
        : others.getTranslation(ref),
    translation$: ref => others.translation$(ref),
  };
}

function inLanguageOf(api: TranslationApi): Translate {
  const translation = api.getTranslation(locustTranslationRef);
  if (!translation.ready) {
    throw new Error('The texts are not loaded');
  }
  return translation.t;
}

/** Says texts in English, for pure functions. */
export const inEnglish = inLanguageOf(mockApis.translation());

/** Says texts in German, for pure functions. */
export const inGerman = inLanguageOf(germanTranslations());
