import type { ReactNode } from 'react';
import {
  identityApiRef,
  storageApiRef,
  type StorageApi,
} from '@backstage/core-plugin-api';
import {
  translationApiRef,
  type TranslationApi,
} from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { useLocation } from 'react-router-dom';
import { locustApiRef, type LocustApi } from '../api/LocustApi';
import { LoadTestsPathsProvider } from '../navigation/LoadTestsPaths';

/** Runs of the fake API. */
export const RUN_IDS = {
  running: 'running'.padEnd(26, '0'),
  failed: 'failed'.padEnd(26, '0'),
  /** Passed, pinned, and the baseline of its test. */
  baseline: 'passed'.padEnd(26, '0'),
} as const;

/** Says where one is, for the tests. */
export function Location() {
  const { pathname, search } = useLocation();
  return <div>at {pathname + search}</div>;
}

/** Shows what a test is about, in an app of `guest`; in English unless told otherwise. */
export async function openInApp(
  content: ReactNode,
  api: LocustApi,
  path: string,
  storage: StorageApi = mockApis.storage(),
  texts?: TranslationApi,
): Promise<void> {
  await renderInTestApp(
    <TestApiProvider
      apis={[
        [locustApiRef, api],
        // Each screen its own: the one of the test app is shared by all tests of a file.
        [storageApiRef, storage],
        [
          identityApiRef,
          mockApis.identity({ userEntityRef: 'user:default/guest' }),
        ],
        [translationApiRef, texts ?? mockApis.translation()],
      ]}
    >
      {content}
    </TestApiProvider>,
    {
      routeEntries: [path],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
}

/** As {@link openInApp}, on the tab of the component `checkout`. */
export function openScreen(
  content: ReactNode,
  api: LocustApi,
  path: string,
  storage?: StorageApi,
  texts?: TranslationApi,
): Promise<void> {
  return openInApp(
    <LoadTestsPathsProvider entityRef="component:default/checkout">
      {content}
    </LoadTestsPathsProvider>,
    api,
    path,
    storage,
    texts,
  );
}
