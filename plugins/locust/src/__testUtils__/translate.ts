import { mockApis } from '@backstage/test-utils';
import {
  createTranslationRef,
  type TranslationApi,
  type TranslationRef,
} from '@backstage/frontend-plugin-api';
import { locustTranslationRef } from '../translations/locustTranslationRef';
import type { Translate } from '../translations/Translate';
import german from '../translations/german';

const messages: Record<string, string> = german.messages;
const ownRef: TranslationRef = locustTranslationRef;
const germanRef = createTranslationRef({ id: ownRef.id, messages });

/** Says the plugin's texts in German from the first moment on, and those of everybody else as they are. */
export function germanTranslations(): TranslationApi {
  const others = mockApis.translation();
  const own = mockApis.translation();
  const translations: Pick<TranslationApi, 'translation$'> & {
    getTranslation(ref: TranslationRef): unknown;
  } = {
    getTranslation: ref =>
      ref.id === germanRef.id
        ? own.getTranslation(germanRef)
        : others.getTranslation(ref),
    translation$: ref => others.translation$(ref),
  };
  return translations as TranslationApi;
}

function inLanguageOf(api: TranslationApi): Translate {
  const translation = api.getTranslation(ownRef);
  if (!translation.ready) {
    throw new Error('The texts are not loaded');
  }
  return translation.t as unknown as Translate;
}

/** Says texts in English, for pure functions. */
export const inEnglish = inLanguageOf(mockApis.translation());

/** Says texts in German, for pure functions. */
export const inGerman = inLanguageOf(germanTranslations());
