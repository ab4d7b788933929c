'use strict';

/**
 * `npm test`: every check that there is, each with its counts. All of them run, whatever fails; the last line is
 * "N passed, N failed, N skipped". With --full also what takes too long for every day, with --only=WORDS only the
 * steps whose title holds one of the words.
 */

const fs = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { bootstrap } = require('./bootstrap.cjs');
const { startEmbeddedCluster } = require('./embeddedCluster.cjs');
const { onEndAsked } = require('./ending.cjs');
const { seconds, withProgress } = require('./progress.cjs');

const ROOT = path.resolve(__dirname, '..');
const RESULTS = path.join(ROOT, 'test-results');

function counts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

function print(text) {
  process.stdout.write(`${text}\n`);
}

async function runStep(step, context) {
  print(`\n== ${step.title} ==`);
  const startedAt = Date.now();
  let outcome;
  try {
    outcome = await withProgress(step.title, detail =>
      step.run({ ...context, onLine: line => detail(line.slice(0, 100)) }),
    );
  } catch (error) {
    outcome = {
      passed: 0,
      failed: 1,
      skipped: 0,
      failures: [error.message],
    };
  }
  for (const failure of outcome.failures) {
    print(`\n✗ ${failure}\n`);
  }
  print(
    `${outcome.note ? `${outcome.note}; ` : ''}${counts(outcome)} (${seconds(
      Date.now() - startedAt,
    )})`,
  );
  return { title: step.title, ...outcome };
}

async function main() {
  const { values } = parseArgs({
    options: {
      full: { type: 'boolean', default: false },
      only: { type: 'string' },
    },
  });
  const startedAt = Date.now();
  const { asked, isAsked } = onEndAsked(reason => print(`\nEnding: ${reason}`));
  const toolchain = await withProgress('Setting up', () => bootstrap());
  const {
    STEPS,
    FULL_STEPS,
    whyNoEmbeddedCluster,
  } = require('./testSteps.cjs');
  const words = values.only?.toLowerCase().split(',');
  const all = values.full ? FULL_STEPS : STEPS;
  const named = (step, word) => step.title.toLowerCase().includes(word);
  const unknown = words?.find(word => !all.some(step => named(step, word)));
  if (unknown !== undefined) {
    // Nothing tested would look like nothing failed.
    throw new Error(
      `--only=${unknown} is in the title of no step; the steps are ${all
        .map(step => step.title)
        .join(', ')}`,
    );
  }
  const steps = all.filter(
    step => !words || words.some(word => named(step, word)),
  );
  fs.mkdirSync(RESULTS, { recursive: true });

  // The cluster is built and started beside the first steps. Those that would be slowed down beyond their patience by
  // two processors' worth of compilers begin once it stands, or has failed, which the steps that need it report.
  const cluster =
    steps.some(step => step.needsNode) && !whyNoEmbeddedCluster()
      ? startEmbeddedCluster({ ...toolchain, name: 'e2e' })
      : Promise.resolve(undefined);
  const clusterBuilt = cluster.then(
    () => {},
    () => {},
  );

  const outcomes = [];
  try {
    for (const step of steps) {
      if (isAsked()) {
        break;
      }
      outcomes.push(
        await runStep(
          {
            ...step,
            run: async context => {
              if (step.needsCalm) {
                await clusterBuilt;
              }
              if (step.needsNode) {
                await cluster;
              }
              return step.run(context);
            },
          },
          { ...toolchain, isAsked, results: RESULTS },
        ),
      );
    }
  } finally {
    await cluster.then(
      started => started?.stop(),
      () => {},
    );
  }

  const sum = outcomes.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
  const failed = outcomes.filter(outcome => outcome.failed > 0);
  print(`\n== Result after ${seconds(Date.now() - startedAt)} ==`);
  for (const { title, failures } of failed) {
    for (const failure of failures) {
      print(`✗ ${title}: ${failure.split('\n')[0]}`);
    }
  }
  if (process.env.CI && sum.skipped > 0) {
    print('In CI a skipped test is a failure.');
  }
  print(counts(sum));
  if (isAsked()) {
    return asked;
  }
  return sum.failed > 0 || (process.env.CI && sum.skipped > 0) ? 1 : 0;
}

main().then(
  code => process.exit(code),
  error => {
    print(error.message);
    print('0 passed, 1 failed, 0 skipped');
    process.exit(1);
  },
);
