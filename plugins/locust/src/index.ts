/**
 * Load tests of catalog entities, for apps of the new frontend system.
 *
 * @packageDocumentation
 */
export { locustFrontendPlugin as default } from './plugin/locustPlugin';
export * from './api/LocustApi';
export { LocustClient } from './api/LocustClient';
