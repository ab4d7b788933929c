/**
 * What the Locust plugins for Backstage share.
 *
 * @packageDocumentation
 */
export * from './resource/LocustResource';
export {
  LOCUST_SPEC_DEFAULTS,
  locustSpecWarnings,
  normalizeLocustSpec,
} from './resource/normalizeLocustSpec';
export {
  RESERVED_MOUNT_PATH,
  validateLocustSpec,
} from './resource/validateLocustSpec';
export { isTerminalPhase, PHASES } from './resource/runPhases';
export { CommandError, splitCommand } from './resource/splitCommand';
export { formatDuration } from './duration/formatDuration';
export { DurationError, parseDuration } from './duration/parseDuration';
export { checkSchedule } from './schedule/checkSchedule';
export { nextScheduleTimes } from './schedule/nextScheduleTimes';
export * from './schema/openapi';
export * from './permissions/permissions';
