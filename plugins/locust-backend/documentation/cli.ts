import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { GENERATED_PAGES } from './generatedPages';
import { DOCS } from './repository';

const USAGE = `npm run docs [-- --check]

  Writes the pages of docs that come from the sources: the reference and the list of decisions.
  --check  writes nothing, and fails where a page is not what the sources say
`;

/** @returns the exit code */
function main(): number {
  const { check, help } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  }).values;
  if (help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const stale = GENERATED_PAGES.map(it => ({
    file: path.join(DOCS, it.path),
    text: it.render(),
  })).filter(
    ({ file, text }) =>
      !existsSync(file) || readFileSync(file, 'utf8') !== text,
  );
  for (const { file, text } of stale) {
    if (check) {
      process.stderr.write(
        `${path.relative(
          process.cwd(),
          file,
        )} is not what the sources say; run "npm run docs"\n`,
      );
    } else {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
      process.stdout.write(`${path.relative(process.cwd(), file)}\n`);
    }
  }
  return check && stale.length > 0 ? 1 : 0;
}

process.exitCode = main();
