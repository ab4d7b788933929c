import type {
  Point,
  RequestStatistics,
  Run,
  Statistics,
  ThresholdResult,
} from 'backstage-plugin-locust-common';
import { formatDuration } from 'backstage-plugin-locust-common';
import type { RunRecord } from '../runs/RunRecord';
import { escapeMarkup } from './escapeMarkup';
import { formatFigure, formatPercent } from './html/formatFigure';
import { lineChart } from './html/lineChart';
import { REPORT_STYLE } from './html/reportStyle';
import { type Column, table } from './html/table';

/** Of the log, at its end; the whole is an export of its own. */
const LOG_LINES = 200;

/** Fields of a spec that say how a run was set up, in the order in which a person thinks. */
const SETTINGS = [
  ['image', 'Image'],
  ['host', 'Host'],
  ['users', 'Users'],
  ['spawnRate', 'Users per second'],
  ['runTime', 'Run time'],
  ['workers', 'Workers'],
  ['ignoreFirst', 'Left out of thresholds'],
  ['schedule', 'Schedule'],
  ['timeZone', 'Time zone'],
] as const;

/**
 * A report of a run in one HTML file that needs nothing else: no script, nothing loaded, charts as SVG. It may be
 * mailed and opened from disk.
 */
export function exportHtml(record: RunRecord): string {
  const { run } = record;
  const sections = [
    header(record),
    thresholds(record),
    charts(record.points),
    endpoints(record),
    errors(record),
    exceptions(record),
    events(record),
    settings(run),
    logTail(record),
  ];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeMarkup(
    `${run.test} – load test of ${time(run.createdAt)}`,
  )}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
<main>
${sections.filter(Boolean).join('\n')}
</main>
</body>
</html>
`;
}

function header({ run, marks }: RunRecord): string {
  const facts = [
    run.entityRef,
    `${run.cluster} / ${run.namespace} / ${run.name}`,
    `started ${time(run.startedAt ?? run.createdAt)}`,
    run.startedAt &&
      run.finishedAt &&
      `took ${formatDuration(
        Math.max(
          0,
          Math.round(
            (run.finishedAt.getTime() - run.startedAt.getTime()) / 1000,
          ),
        ),
      )}`,
    run.requestedBy && `by ${run.requestedBy}`,
    marks.baseline && 'baseline of its test',
  ].filter(it => it);
  return `<header>
<h1>${escapeMarkup(run.test)}<span class="badge ${run.verdict}">${
    run.verdict === 'none' ? escapeMarkup(run.phase) : run.verdict
  }</span></h1>
<p class="faint">${facts.map(it => escapeMarkup(String(it))).join(' · ')}</p>
${
  run.reason
    ? `<p>${escapeMarkup(`${run.phase}: ${run.reason.message}`)}</p>`
    : ''
}${
    marks.note
      ? `<p>${escapeMarkup(
          `Note${marks.note.by ? ` by ${marks.note.by}` : ''}: ${
            marks.note.text
          }`,
        )}</p>`
      : ''
  }${doubts(run)}
${
  run.total
    ? keyFigures(run, run.total)
    : '<p class="none">The run left no figures.</p>'
}
</header>`;
}

function doubts(run: Run): string {
  const items = (run.doubts ?? []).map(
    it => `<li>${escapeMarkup(it.message)}</li>`,
  );
  return items.length === 0
    ? ''
    : `<p class="bad">These figures are less to be trusted:</p><ul class="doubts">${items.join(
        '',
      )}</ul>`;
}

function keyFigures(run: Run, total: Statistics): string {
  const figures: readonly (readonly [string, string])[] = [
    ['Users', formatFigure(run.users)],
    ['Workers', `${run.workersConnected} of ${run.workersWanted}`],
    ['Requests', formatFigure(total.requests)],
    ['Failures', formatPercent(total.failRatio)],
    ['Requests/s', formatFigure(total.rps)],
    ['Median', milliseconds(total.median)],
    ['95 %', milliseconds(total.percentiles['95'])],
    ['99 %', milliseconds(total.percentiles['99'])],
    ['Exit code', run.exitCode === undefined ? '–' : String(run.exitCode)],
  ];
  return `<dl class="figures">${figures
    .map(
      ([name, value]) =>
        `<div><dt>${escapeMarkup(name)}</dt><dd>${escapeMarkup(
          value,
        )}</dd></div>`,
    )
    .join('')}</dl>`;
}

function thresholds({ marks }: RunRecord): string {
  const judged = marks.thresholds ?? [];
  const again = marks.rejudgement;
  return [
    judged.length > 0 ? section('Thresholds', thresholdList(judged)) : '',
    again
      ? section(
          `Judged again: ${again.verdict}`,
          `<p class="faint">${escapeMarkup(
            `By other thresholds than the run had, ${time(again.at)}${
              again.by ? `, by ${again.by}` : ''
            }. The verdict above is the run's own.`,
          )}</p>${thresholdList(again.thresholds)}`,
        )
      : '',
  ].join('\n');
}

function thresholdList(results: readonly ThresholdResult[]): string {
  const rows = results
    .map(
      ({ threshold, passed, message }) =>
        `<tr><td class="${passed ? 'good' : 'bad'}">${
          passed ? 'passed' : 'failed'
        }</td><td class="text">${escapeMarkup(
          threshold,
        )}</td><td class="text">${escapeMarkup(message)}</td></tr>`,
    )
    .join('\n');
  return `<div class="wide" tabindex="0"><table><thead><tr><th scope="col">Result</th><th scope="col">Threshold</th><th scope="col">What was measured</th></tr></thead><tbody>\n${rows}\n</tbody></table></div>`;
}

function charts(points: readonly Point[]): string {
  const over = (y: (point: Point) => number | undefined) =>
    points.map(point => ({ x: point.elapsedSeconds, y: y(point) }));
  return section(
    'Over time',
    `<div class="charts">${[
      lineChart({
        title: 'Requests and failures',
        unit: 'per second',
        series: [
          { name: 'Requests/s', color: 1, points: over(it => it.rps) },
          {
            name: 'Failures/s',
            color: 2,
            points: over(it => it.failuresPerSecond),
          },
        ],
      }),
      lineChart({
        title: 'Response times',
        unit: 'ms',
        series: [
          { name: 'Median', color: 1, points: over(it => it.median) },
          { name: 'Average', color: 3, points: over(it => it.avg) },
          { name: '95 %', color: 4, points: over(it => it.p95) },
        ],
      }),
      lineChart({
        title: 'Users',
        unit: 'at once',
        series: [{ name: 'Users', color: 1, points: over(it => it.users) }],
      }),
    ].join('')}</div>`,
  );
}

function endpoints({ run, requests }: RunRecord): string {
  if (requests.length === 0) {
    return '';
  }
  const rows: readonly RequestStatistics[] = [
    ...requests,
    ...(run.total
      ? [{ method: '', name: 'Aggregated', statistics: run.total }]
      : []),
  ];
  const number = (
    title: string,
    of: (statistics: Statistics) => string,
  ): Column<RequestStatistics> => ({
    title,
    cell: ({ statistics }) => of(statistics),
    kind: 'number',
  });
  return section(
    'Endpoints',
    `<p class="faint">Response times in milliseconds.</p>${table(
      [
        { title: 'Method', cell: it => it.method, kind: 'word' },
        { title: 'Name', cell: it => it.name },
        number('Requests', it => formatFigure(it.requests)),
        number('Failures', it => formatFigure(it.failures)),
        number('Failures %', it => formatPercent(it.failRatio)),
        number('Requests/s', it => formatFigure(it.rps)),
        number('Average', it => formatFigure(it.avg)),
        number('Min', it => formatFigure(it.min)),
        number('Median', it => formatFigure(it.median)),
        ...(['90', '95', '99'] as const).map(percentile =>
          number(`${percentile} %`, it =>
            formatFigure(it.percentiles[percentile]),
          ),
        ),
        number('Max', it => formatFigure(it.max)),
      ],
      rows,
      { lastIsTotal: run.total !== undefined },
    )}`,
  );
}

function errors(record: RunRecord): string {
  return record.errors.length === 0
    ? ''
    : section(
        'Failed requests',
        table(
          [
            {
              title: 'Occurrences',
              cell: it => formatFigure(it.occurrences),
              kind: 'number',
            },
            { title: 'Method', cell: it => it.method, kind: 'word' },
            { title: 'Name', cell: it => it.name },
            { title: 'Error', cell: it => it.message },
          ],
          record.errors,
        ),
      );
}

function exceptions(record: RunRecord): string {
  return record.exceptions.length === 0
    ? ''
    : section(
        'Exceptions of the locustfile',
        record.exceptions
          .map(
            ({ occurrences, message, traceback }) =>
              `<details><summary>${escapeMarkup(
                `${message} (${formatFigure(occurrences)})`,
              )}</summary><pre>${escapeMarkup(traceback)}</pre></details>`,
          )
          .join('\n'),
      );
}

function events(record: RunRecord): string {
  return record.events.length === 0
    ? ''
    : section(
        'Events',
        table(
          [
            { title: 'Time', cell: it => time(it.time), kind: 'word' },
            { title: 'What', cell: it => it.reason, kind: 'word' },
            { title: 'In words', cell: it => it.message },
          ],
          record.events,
        ),
      );
}

function settings({ spec }: Run): string {
  const known = SETTINGS.flatMap(([field, title]) => {
    const value: unknown = spec[field];
    return typeof value === 'string' || typeof value === 'number'
      ? [`<dt>${title}</dt><dd>${escapeMarkup(String(value))}</dd>`]
      : [];
  });
  return known.length === 0
    ? ''
    : section('Settings', `<dl class="settings">${known.join('')}</dl>`);
}

function logTail({ log }: RunRecord): string {
  if (!log || log.lines.length === 0) {
    return '';
  }
  const lines = log.lines.slice(-LOG_LINES);
  return section(
    'Log',
    `<details><summary>The last ${
      lines.length
    } lines of the master's log</summary><pre>${escapeMarkup(
      lines.join('\n'),
    )}</pre></details>`,
  );
}

function section(title: string, content: string): string {
  return `<section>\n<h2>${escapeMarkup(title)}</h2>\n${content}\n</section>`;
}

function milliseconds(value: number | undefined): string {
  return value === undefined ? '–' : `${formatFigure(value)} ms`;
}

function time(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
