/**
 * Scaffolder actions for Locust load tests: `locust:test:create` and `locust:run`.
 *
 * @packageDocumentation
 */
export { scaffolderLocustModule as default } from './scaffolderLocustModule';
