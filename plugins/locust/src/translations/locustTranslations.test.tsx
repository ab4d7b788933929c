import { screen } from '@testing-library/react';
import {
  createExtension,
  createExtensionDataRef,
  createFrontendModule,
  type TranslationResource,
} from '@backstage/frontend-plugin-api';
import { renderTestApp } from '@backstage/frontend-test-utils';
import { locustApiRef } from '../api/LocustApi';
import { FakeLocustApi } from '../fake/FakeLocustApi';
import locustFrontendPlugin from '../index';
import manifest from '../../package.json';
import { locustTranslationRef, locustTranslations } from '.';

const translation = createExtensionDataRef<TranslationResource>().with({
  id: 'core.translation.translation',
});

/** What `TranslationBlueprint` of the app's own package makes. */
const installed = createExtension({
  kind: 'translation',
  name: 'locust',
  attachTo: { id: 'api:app/translations', input: 'translations' },
  output: [translation],
  factory: () => [translation(locustTranslations)],
});

function openPageIn(defaultLanguage: string) {
  renderTestApp({
    features: [
      locustFrontendPlugin,
      createFrontendModule({ pluginId: 'app', extensions: [installed] }),
    ],
    config: {
      app: {
        baseUrl: 'http://localhost:3000',
        extensions: [
          {
            'api:app/app-language': {
              config: { defaultLanguage, availableLanguages: ['en', 'de'] },
            },
          },
        ],
      },
      backend: { baseUrl: 'http://localhost:7007' },
    },
    initialRouteEntries: ['/locust?view=runs'],
    apis: [[locustApiRef, new FakeLocustApi()]],
  });
}

describe('the languages of the package', () => {
  beforeEach(() => localStorage.clear());

  it('are an entry of their own, for the ref that the screens use', () => {
    expect(manifest.exports).toHaveProperty(
      ['./translations'],
      './src/translations/index.ts',
    );
    expect(manifest.typesVersions['*'].translations).toEqual([
      'src/translations/index.ts',
    ]);
    expect(locustTranslations.id).toBe(locustTranslationRef.id);
  });

  it('are loaded when the app has chosen one of them', async () => {
    openPageIn('de');
    expect(
      await screen.findByRole('table', { name: 'Läufe' }),
    ).toHaveTextContent('Läuft');
    expect(screen.queryByRole('table', { name: 'Runs' })).toBeNull();
  });

  it('are left alone while the app speaks English', async () => {
    openPageIn('en');
    expect(
      await screen.findByRole('table', { name: 'Runs' }),
    ).toHaveTextContent('Running');
  });
});
