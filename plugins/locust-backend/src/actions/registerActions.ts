import type { ActionParts } from './ActionParts';
import { registerCompareRuns } from './registerCompareRuns';
import { registerCreateSchedule } from './registerCreateSchedule';
import { registerGetRunOutcome } from './registerGetRunOutcome';
import { registerListRuns } from './registerListRuns';
import { registerListTests } from './registerListTests';
import { registerStartRun } from './registerStartRun';
import { registerStopRun } from './registerStopRun';

/**
 * Gives Backstage's actions registry what can be done with load tests, for assistants over MCP and for whatever else
 * asks it. An action does what the route of the same purpose does, with the same code: it asks for the same permissions,
 * is held to the same guardrails and is written to the auditor.
 */
export function registerActions(parts: ActionParts): void {
  registerListRuns(parts);
  registerGetRunOutcome(parts);
  registerCompareRuns(parts);
  registerStartRun(parts);
  registerStopRun(parts);
  registerListTests(parts);
  registerCreateSchedule(parts);
}
