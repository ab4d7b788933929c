import { createBackend } from '@backstage/backend-defaults';
import { postgresTurn } from './postgresTurn';
import { startOrEnd } from './startOrEnd';

// The engine and its API without the rest of a portal, which is elsewhere: deploy/components/engine-alone.
const backend = createBackend();
backend.add(import('backstage-plugin-locust-backend'));
startOrEnd(backend, () => postgresTurn(process.env));
