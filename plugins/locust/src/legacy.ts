/**
 * Load tests of catalog entities, for apps of the old frontend system.
 *
 * @packageDocumentation
 */
export {
  EntityLocustCard,
  EntityLocustContent,
  HomeLocustCard,
  LocustPage,
  locustPlugin,
} from './plugin/legacyLocustPlugin';
export { isLoadTestable } from './locustEntityKinds';
export * from './api/LocustApi';
