import { createBackend } from '@backstage/backend-defaults';

// The plugin alone: with guests to sign in and a catalog to ask, nothing else.
const backend = createBackend();
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('../src'));
backend.start();
