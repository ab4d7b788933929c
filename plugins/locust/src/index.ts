/**
 * Load tests of catalog entities, for apps of the new frontend system.
 *
 * @packageDocumentation
 */
export { locustFrontendPlugin as default } from './plugin/locustPlugin';
export { locustApiRef } from './api/LocustApi';
export type {
  Calendar,
  LocustApi,
  LocustfileConfigMap,
  RenderedManifest,
  RepositoryLocustfile,
  RunErrors,
  RunNews,
  RunSnapshot,
  RunExportFormat,
  RunFile,
  RunQuery,
  TestIdentity,
  TestList,
  TestQuery,
  Usage,
  Validation,
} from './api/LocustApi';
export { LocustClient } from './api/LocustClient';
