import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';

/** People of the example catalog whom anybody may enter as; each is a provider of that name in `auth.providers`. */
export const DEMO_USERS = ['sam', 'sarah'] as const;

/** Lets whoever reaches the portal in as one of the example's people, without a password: for a machine of one's own. */
export const demoUsers = createBackendModule({
  pluginId: 'auth',
  moduleId: 'demo-users',
  register(env) {
    env.registerInit({
      deps: {
        providers: authProvidersExtensionPoint,
        logger: coreServices.logger,
      },
      async init({ providers, logger }) {
        if (process.env.NODE_ENV !== 'development') {
          logger.info('Nobody may enter as a demo user outside of development');
          return;
        }
        for (const name of DEMO_USERS) {
          providers.registerProvider({
            providerId: name,
            factory: createProxyAuthProviderFactory({
              authenticator: createProxyAuthenticator({
                defaultProfileTransform: async () => ({ profile: {} }),
                initialize() {},
                async authenticate() {
                  return { result: {} };
                },
              }),
              signInResolver: async (_, context) => {
                try {
                  return await context.signInWithCatalogUser({
                    entityRef: { name },
                  });
                } catch (error) {
                  throw new NotAllowedError(
                    `The catalog has no user ${name}, or has not read it yet`,
                    error,
                  );
                }
              },
            }),
          });
        }
      },
    });
  },
});
