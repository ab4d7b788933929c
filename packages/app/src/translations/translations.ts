import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { TranslationBlueprint } from '@backstage/plugin-app-react';
import { locustTranslations } from 'backstage-plugin-locust/translations';

const loadTests = TranslationBlueprint.make({
  name: 'locust',
  params: { resource: locustTranslations },
});

/** The languages of the portal beside English, which app-config.yaml offers in the settings. */
export const translations = createFrontendModule({
  pluginId: 'app',
  extensions: [loadTests],
});
