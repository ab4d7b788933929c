import { type Figure, meetsTarget } from './Bench';
import type { BenchOutcome, Report } from './Report';

const HEADER = [
  'figure',
  'measured',
  'no-logic loop',
  'ratio',
  'target',
  'met',
  'other operators',
] as const;

/** The figures as a table for a terminal. */
export function renderTable(outcomes: readonly BenchOutcome[]): string {
  const rows = [HEADER, ...rowsOf(outcomes)];
  const widths = HEADER.map((_, column) =>
    Math.max(...rows.map(row => row[column].length)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd();
  return [
    line(rows[0]),
    line(widths.map(width => '─'.repeat(width))),
    ...rows.slice(1).map(line),
  ].join('\n');
}

/** The figures as a page of the documentation. */
export function renderPage(report: Report): string {
  const { machine, at, full } = report;
  const table = [HEADER, HEADER.map(() => '---'), ...rowsOf(report.outcomes)]
    .map(row => `| ${row.join(' | ')} |`)
    .join('\n');
  return `# How fast the engine is

Written by \`npm run bench -- ${full ? '--full ' : ''}--write\` on ${at.slice(
    0,
    10,
  )}: a machine with ${machine.cores} cores (${machine.processor}) and ${
    machine.memoryGiB
  } GiB of memory, ${machine.system}, Node ${
    machine.node
  }. The API server, etcd, the controllers, the load and the engine share its cores.

${table}

## How it is measured

- The engine runs as in production, in a process of its own: clusters and rights as configured, the history in a SQLite
  file, the collector of logs. The load comes from another process under another user.
- Times are the API server's own, from its audit log (level Metadata), on the embedded control plane with its
  controllers and without nodes. A latency is counted from the moment the API server has created the \`Locust\` (its stamp
  of the answer) to the moment it has received the Job.
- The no-logic loop makes the same Job, Service and ReplicaSet as the engine does, as fast as the server takes them, in
  the same run, before and after the engine, so that what else the machine does hits both.
- A run takes the loop three requests and the engine four, until its workers are asked for: the status that names the
  run comes before its Job, so that no crash begins it twice. Its Event waits until no resource does. Where the API
  server has no core to itself, the engine and its four watches take theirs from it, and the throughput comes to about
  two thirds of the loop's; that is the limit.
- The column of other operators holds what they came to on such a machine: the Python original first, the best operator
  written in Go second.
- The list of runs is that of the app's production build, served by a real backend with that many runs of the entity in
  SQLite, in a headless Chromium whose cache is empty, entered as a guest before. The time is from the navigation until
  the rows are painted and a task that was put in the page's queue then has had its turn.
- The plugin's own JavaScript is everything that its entry imports before it runs, bundled and minified as for an app,
  each file gzipped, \`locust-common\` and other packages included; left out is what every Backstage app brings in one copy
  for all plugins: React, the router, \`@backstage/*\` and \`@material-ui/*\`.
- The live page is open for 1,800 renewals of two seconds each, with 20 endpoints and a failure in each; its clock is
  moved on as fast as the backend answers. The heap is what is left after a forced collection.
- "Met" compares the figure as measured, before rounding.

\`npm run bench\` runs all of it, \`npm run bench -- NAME\` a part, \`npm run bench -- --help\` says which there are.
Every run is saved with its details under \`bench-results/\`.
`;
}

function rowsOf(outcomes: readonly BenchOutcome[]): readonly string[][] {
  return outcomes.flatMap(outcome =>
    'failure' in outcome
      ? [[outcome.bench, 'failed', '', '', '', 'no', '']]
      : outcome.figures.map(rowOf),
  );
}

function rowOf(figure: Figure): string[] {
  const { title, unit, measured, noLogic, target, others } = figure;
  const met = meetsTarget(figure);
  return [
    title,
    quantity(measured, unit),
    noLogic === undefined ? '' : quantity(noLogic, unit),
    noLogic ? `${Math.round((100 * measured) / noLogic)} %` : '',
    target
      ? `${target.kind === 'atMost' ? '≤' : '≥'} ${quantity(
          target.value,
          unit,
        )}`
      : '',
    met === undefined ? '' : (met && 'yes') || 'NO',
    others ?? '',
  ];
}

function quantity(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 1;
  const number = value.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return unit === '' ? number : `${number} ${unit}`;
}
