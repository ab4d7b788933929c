import type { ReactNode } from 'react';
import { errorApiRef } from '@backstage/core-plugin-api';
import {
  translationApiRef,
  type TranslationApi,
} from '@backstage/frontend-plugin-api';
import { MockErrorApi, mockApis, TestApiProvider } from '@backstage/test-utils';

/** What a component needs to say its texts where it needs nothing else of an app; in English unless told otherwise. */
export function WithTexts(props: {
  readonly texts?: TranslationApi;
  readonly children?: ReactNode;
}) {
  return (
    <TestApiProvider
      apis={[
        [translationApiRef, props.texts ?? mockApis.translation()],
        [errorApiRef, new MockErrorApi()],
      ]}
    >
      {props.children}
    </TestApiProvider>
  );
}
