import type {
  RequestError,
  RequestStatistics,
  Run,
  Statistics,
} from 'backstage-plugin-locust-common';
import { finalTables } from './finalTables';
import { expect, kubectl, PortalApi } from './portal';

/** As Python's `%d`. */
const integer = (value = 0) => String(Math.trunc(value));

/** As Python's `%.2f`, which takes the even digit where two are as near. */
function twoDigits(value: number): string {
  const below = Math.floor(value * 100);
  const isBetween = Number.isInteger(value * 8) && value * 100 - below === 0.5;
  return (isBetween ? (below + (below % 2)) / 100 : value).toFixed(2);
}

/** In the order of the columns of Locust's table. */
function asPrinted(statistics: Statistics): readonly string[] {
  const { requests, failures, failRatio, avg, min, max, median } = statistics;
  return [
    integer(requests),
    integer(failures),
    twoDigits(failRatio * 100),
    integer(avg),
    integer(min),
    integer(max),
    integer(median),
    twoDigits(statistics.rps),
    twoDigits(statistics.failuresPerSecond),
  ];
}

/** The whole log of a run's master, as the cluster has it. */
export async function podLogOf({ jobName }: Run): Promise<string> {
  const { code, stdout, stderr } = await kubectl([
    ...['logs', `job/${jobName}`, '--container', 'locust'],
  ]);
  expect(code, stderr).toBe(0);
  return stdout;
}

/**
 * Holds every final figure that the portal has of a run against what its master printed when it ended.
 *
 * @param podLog - the master's log, from the cluster
 */
export async function expectPrintedFigures(
  api: PortalApi,
  run: Run,
  podLog: string,
): Promise<void> {
  const printed = finalTables(podLog);
  const [requests, errors] = await Promise.all([
    api.get<{ items: RequestStatistics[] }>(`/runs/${run.id}/requests`),
    api.get<{ items: RequestError[] }>(`/runs/${run.id}/errors`),
  ]);
  const told = new Map<string, Statistics>([
    ...requests.items.map(
      ({ method, name, statistics }) =>
        [`${method} ${name}`, statistics] as const,
    ),
    ['Aggregated', run.total!],
  ]);
  // A table that was not understood would be as empty as figures that are not there.
  expect(printed.statistics.size, podLog).toBeGreaterThan(1);
  expect(run.exitCode, run.name).toBe(printed.exitCode);
  expect(
    new Map([...told].map(([key, it]) => [key, asPrinted(it)])),
    run.name,
  ).toEqual(printed.statistics);
  expect(
    new Map(
      [...told].map(([key, { percentiles }]) => [
        key,
        Object.fromEntries(
          Object.entries(percentiles).map(([name, it]) => [name, integer(it)]),
        ),
      ]),
    ),
    run.name,
  ).toEqual(printed.percentiles);
  expect(
    errors.items
      .map(it => `${it.occurrences} ${it.method} ${it.name}: ${it.message}`)
      .sort(),
    run.name,
  ).toEqual([...printed.errors].sort());
}
