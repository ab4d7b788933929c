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
export { locustDefinition } from './resource/locustDefinition';
export type { CelRule, OpenApiSchema } from './resource/fields/Field';
export {
  FOLDER_PATH,
  LARGEST_INLINE_BYTES,
  LONGEST_FOLDER_PATH,
  MOST_FOLDER_FILES,
} from './resource/spec/locustfileField';
export { MOST_THRESHOLDS } from './resource/spec/thresholdFields';
export { quantityValue } from './resource/spec/quantity';
export { RESERVED_MOUNT_PATH } from './resource/spec/mountPathField';
export { checkTestName, TEST_NAME_LENGTH } from './resource/testName';
export { validateLocustSpec } from './resource/validateLocustSpec';
export { isTerminalPhase, PHASES } from './resource/runPhases';
export { csvText, type CsvCell } from './csv/csvText';
export {
  guardrailProblems,
  newGuardrailProblems,
  sensitiveHostProblems,
} from './guardrails/guardrailProblems';
export {
  parseImagePattern,
  type ImagePattern,
  type ImageReference,
} from './guardrails/ImageReference';
export { matchesName } from './guardrails/namePatterns';
export { CommandError, splitCommand } from './resource/splitCommand';
export { formatDuration } from './duration/formatDuration';
export { DurationError, parseDuration } from './duration/parseDuration';
export {
  formatEndpoint,
  formatQuantity,
  formatThreshold,
} from './thresholds/formatThreshold';
export { holds } from './thresholds/holds';
export {
  judgedOutcome,
  type FiguresSinceWarmUp,
  type MissingSinceWarmUp,
  type RunFiguresToJudge,
} from './thresholds/judgedOutcome';
export {
  judgeThresholds,
  type JudgedOutcome,
  type ThresholdsJudgement,
} from './thresholds/judgeThresholds';
export {
  parseStopCondition,
  parseThreshold,
} from './thresholds/parseThreshold';
export {
  joinThreshold,
  splitThreshold,
  type ThresholdKind,
  type ThresholdParts,
  thresholdMistake,
  thresholdMetrics,
} from './thresholds/thresholdParts';
export {
  REPORTED_PERCENTILES,
  THRESHOLD_METRICS,
  THRESHOLD_OPERATORS,
  type Endpoint,
  type StopCondition,
  type Threshold,
  type ThresholdMetric,
  type ThresholdOperator,
  type ThresholdQuantity,
} from './thresholds/Threshold';
export { ThresholdError } from './thresholds/ThresholdReader';
export { tryThreshold, type ThresholdAttempt } from './thresholds/tryThreshold';
export {
  COMPARED_METRICS,
  type Change,
  type ComparedMetric,
} from './comparison/ComparedMetric';
export {
  compareFigures,
  type Delta,
  type FigureComparison,
} from './comparison/compareFigures';
export type { EndpointComparison } from './comparison/compareEndpoints';
export {
  COMPARED_RUNS,
  type ComparedRun,
  compareRuns,
  type RunComparison,
} from './comparison/compareRuns';
export { diffLines, type DiffLine } from './comparison/diffLines';
export type { SettingDifference } from './comparison/compareSettings';
export {
  judgeRegression,
  REGRESSION_RUNS,
  type RegressionJudgement,
  TREND_METRICS,
  type TrendMetric,
} from './comparison/judgeRegression';
export {
  judgeTrend,
  type JudgedTrendRun,
  type Trend,
  type TrendRun,
} from './comparison/judgeTrend';
export {
  OVERLAID_METRICS,
  overlaySeries,
  type OverlaidMetric,
  type OverlaidRow,
} from './comparison/overlaySeries';
export { tryDuration } from './duration/tryDuration';
export {
  calendarWeek,
  mondayOf,
  type CalendarHour,
} from './schedule/calendarWeek';
export { checkSchedule } from './schedule/checkSchedule';
export {
  expectedLoad,
  type ExpectedHour,
  type ExpectedRuns,
  type PlannedLoad,
} from './schedule/expectedLoad';
export { nextScheduleTimes } from './schedule/nextScheduleTimes';
export {
  scheduleCollisions,
  type ScheduleCollision,
  type ScheduledLoad,
} from './schedule/scheduleCollisions';
export type { InJson } from './schema/InJson';
export { RUN_CHANGE_TOPIC, type RunChange } from './events/runChanges';
export * from './schema/openapi';
export * from './permissions/permissions';
export {
  RUN_SIGNAL_CHANNEL,
  runSignalSlot,
  type RunSignal,
} from './signals/runSignals';
