import {
  type BackstageCredentials,
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createRunAction } from './createRunAction';
import { createTestAction } from './createTestAction';
import { LocustCalls } from './LocustCalls';

/**
 * Gives templates the actions `locust:test:create` and `locust:run`.
 *
 * @public
 */
export const scaffolderLocustModule = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'locust',
  register(env) {
    env.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
      },
      async init({ actions, auth, config, discovery }) {
        const portal = config
          .getOptionalString('app.baseUrl')
          ?.replace(/\/$/, '');
        const callsFor = (credentials: BackstageCredentials) =>
          new LocustCalls({ auth, discovery, credentials });
        actions.addActions(
          createTestAction({ callsFor }),
          createRunAction({
            callsFor,
            runUrl: id => portal && `${portal}/locust/runs/${id}`,
          }),
        );
      },
    });
  },
});
