/**
 * What the Locust plugins for Backstage share.
 *
 * @packageDocumentation
 */
export * from './resource/LocustResource';
export * from './schema/openapi';
