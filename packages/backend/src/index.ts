import { createBackend } from '@backstage/backend-defaults';
import { demoUsers } from './people/demoUsers';
import { loadTestPolicy } from './people/loadTestPolicy';
import { postgresTurn } from './postgresTurn';
import { startOrEnd } from './startOrEnd';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(demoUsers);

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(loadTestPolicy);

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));

backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(import('@backstage/plugin-kubernetes-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));

backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));

backend.add(import('@backstage/plugin-mcp-actions-backend'));

backend.add(import('backstage-plugin-locust-backend'));
backend.add(import('backstage-plugin-scaffolder-backend-module-locust'));

startOrEnd(backend, () => postgresTurn(process.env));
