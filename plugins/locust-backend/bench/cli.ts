import { mkdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { meetsTarget } from './Bench';
import { parseCommandLine, usage } from './commandLine';
import { describeMachine } from './describeMachine';
import { findBenches } from './findBenches';
import { renderPage, renderTable } from './renderReport';
import type { BenchOutcome, Report } from './Report';
import { runBench } from './runBench';

const ROOT = path.join(__dirname, '..', '..', '..');
const EXIT_MISSED = 1;
const EXIT_BAD_USAGE = 2;

async function main(args: readonly string[]): Promise<number> {
  const benches = findBenches();
  let command;
  try {
    command = parseCommandLine(args, benches);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}.\n\n${usage(benches)}`);
    return EXIT_BAD_USAGE;
  }
  if (command.action === 'help') {
    process.stdout.write(usage(benches));
    return 0;
  }
  const { names, full, write } = command;
  const wanted = benches.filter(it =>
    names.length > 0 ? names.includes(it.name) : it.byDefault !== false,
  );
  const startedAt = performance.now();
  const loadBefore = os.loadavg()[0];
  const at = new Date().toISOString();
  const outcomes: BenchOutcome[] = [];
  for (const bench of wanted) {
    const say = (message: string) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
      process.stderr.write(
        `[${seconds.padStart(4)} s] ${bench.name}: ${message}\n`,
      );
    };
    const outcome = await runBench(bench, { full, say });
    say(`done in ${outcome.seconds} s\n${renderTable([outcome])}`);
    outcomes.push(outcome);
  }
  const report: Report = {
    at,
    machine: describeMachine(),
    full,
    loadBefore,
    loadAfter: os.loadavg()[0],
    outcomes,
  };
  process.stdout.write(`${renderTable(outcomes)}\n`);
  const file = await save(report);
  process.stderr.write(`Saved as ${path.relative(process.cwd(), file)}\n`);
  if (write) {
    const page = path.join(ROOT, 'docs', 'performance.md');
    await writeFile(page, renderPage(report));
    process.stderr.write(`Written to ${path.relative(process.cwd(), page)}\n`);
  }
  return isMissed(outcomes) ? EXIT_MISSED : 0;
}

async function save(report: Report): Promise<string> {
  const folder = path.join(ROOT, 'bench-results');
  await mkdir(folder, { recursive: true });
  const name = `${report.at.replace(/[:.]/g, '-')}.json`;
  const file = path.join(folder, name);
  await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`);
  return file;
}

function isMissed(outcomes: readonly BenchOutcome[]): boolean {
  for (const outcome of outcomes) {
    if ('failure' in outcome) {
      process.stderr.write(`${outcome.bench} failed: ${outcome.failure}\n`);
    }
  }
  return outcomes.some(
    outcome =>
      'failure' in outcome ||
      outcome.figures.some(it => meetsTarget(it) === false),
  );
}

main(process.argv.slice(2)).then(
  code => {
    process.exit(code);
  },
  error => {
    process.stderr.write(`${error?.stack ?? error}\n`);
    process.exit(EXIT_MISSED);
  },
);
