import type { Statistics } from 'backstage-plugin-locust-common';
import { awaitRun } from '../api/awaitRun';
import type { ActionParts } from './ActionParts';
import { callerOf } from './callerOf';
import { type Zod, runIdInput } from './inputs';
import { runOutput, toldRun } from './toldRun';

/** Seconds; clients of MCP give up after a minute. */
const LONGEST_WAIT = 50;
/** The slowest and the most frequent tell; an assistant reads no thousand rows. */
const MOST_ENDPOINTS = 50;
const MOST_ERRORS = 20;

const endpointOutput = (zod: Zod) =>
  zod.object({
    method: zod.string(),
    name: zod.string(),
    requests: zod.number(),
    failRatio: zod.number(),
    requestsPerSecond: zod.number(),
    medianMs: zod.number().optional(),
    p95Ms: zod.number().optional(),
    p99Ms: zod.number().optional(),
  });

/** `locust:get-run-outcome` */
export function registerGetRunOutcome(parts: ActionParts): void {
  const { store, runUrl } = parts;
  parts.registry.register({
    name: 'get-run-outcome',
    title: 'Get the outcome of a load test run',
    description:
      'Tells what came of a run: its verdict by each threshold, its figures per endpoint, what failed, and what makes the figures less to be trusted. It can wait for the end; while the phase is queued, starting, running or stopping, ask again.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: zod =>
        zod.object({
          runId: runIdInput(zod),
          waitSeconds: zod
            .number()
            .int()
            .min(0)
            .max(LONGEST_WAIT)
            .optional()
            .describe('How long to wait for the end; 0 where it is left out'),
        }),
      output: zod =>
        zod.object({
          run: runOutput(zod),
          thresholds: zod.array(
            zod.object({
              threshold: zod.string(),
              passed: zod.boolean(),
              message: zod.string(),
            }),
          ),
          endpoints: zod
            .array(endpointOutput(zod))
            .describe(`The slowest first, ${MOST_ENDPOINTS} at most`),
          errors: zod
            .array(
              zod.object({
                method: zod.string(),
                name: zod.string(),
                message: zod.string(),
                occurrences: zod.number(),
              }),
            )
            .describe(`The most frequent first, ${MOST_ERRORS} at most`),
          exceptions: zod
            .array(
              zod.object({ message: zod.string(), occurrences: zod.number() }),
            )
            .describe('Raised in the locustfile itself'),
          doubts: zod
            .array(zod.string())
            .describe('What makes the figures less to be trusted'),
        }),
    },
    action: async ({ input, credentials }) => {
      const run = await awaitRun(parts, callerOf(credentials), input.runId, {
        milliseconds: (input.waitSeconds ?? 0) * 1000,
        signal: new AbortController().signal,
      });
      const [requests, { items, exceptions }] = await Promise.all([
        store.requests(run.id),
        store.errors(run.id),
      ]);
      return {
        output: {
          run: toldRun(run, runUrl),
          thresholds: (run.thresholds ?? []).map(
            ({ threshold, passed, message }) => ({
              threshold,
              passed,
              message,
            }),
          ),
          endpoints: [...requests]
            .sort((a, b) => p95Of(b.statistics) - p95Of(a.statistics))
            .slice(0, MOST_ENDPOINTS)
            .map(({ method, name, statistics }) => ({
              method,
              name,
              requests: statistics.requests,
              failRatio: statistics.failRatio,
              requestsPerSecond: statistics.rps,
              medianMs: statistics.median,
              p95Ms: statistics.percentiles['95'],
              p99Ms: statistics.percentiles['99'],
            })),
          errors: [...items]
            .sort((a, b) => b.occurrences - a.occurrences)
            .slice(0, MOST_ERRORS)
            .map(({ method, name, message, occurrences }) => ({
              method,
              name,
              message,
              occurrences,
            })),
          exceptions: exceptions.map(({ message, occurrences }) => ({
            message,
            occurrences,
          })),
          doubts: (run.doubts ?? []).map(({ message }) => message),
        },
      };
    },
  });
}

function p95Of({ percentiles }: Statistics): number {
  return percentiles['95'] ?? -1;
}
