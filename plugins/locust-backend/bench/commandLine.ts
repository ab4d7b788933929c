import { parseArgs } from 'node:util';
import type { Bench } from './Bench';

/** What `npm run bench -- …` was asked to do. */
export type BenchCommand =
  | { readonly action: 'help' }
  | {
      readonly action: 'run';
      /** None: those that run by default. */
      readonly names: readonly string[];
      readonly full: boolean;
      /** Write the documentation's page with the figures. */
      readonly write: boolean;
    };

export function usage(benches: readonly Bench[]): string {
  const width = Math.max(...benches.map(it => it.name.length));
  return `Usage: npm run bench [-- NAME… | --full | --write]

Measures the engine on an embedded control plane of its own and the screens in a browser, prints a table and saves it
under bench-results/.
The exit code is 1 where a figure misses its target. Nothing else should run on the machine meanwhile.

${benches
  .map(
    it =>
      `  ${it.name.padEnd(width)}  ${it.summary}${
        it.byDefault === false ? ' (only where it is named)' : ''
      }`,
  )
  .join('\n')}

  --full   the long form of those that have one: takeover kills the leader 200 times instead of 10 (10 min more)
  --write  write the figures to docs/performance.md
`;
}

/** @throws Error with one sentence that says what would be accepted */
export function parseCommandLine(
  args: readonly string[],
  benches: readonly Bench[],
): BenchCommand {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      full: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    return { action: 'help' };
  }
  const names = benches.map(it => it.name);
  const unknown = positionals.find(it => !names.includes(it));
  if (unknown !== undefined) {
    throw new Error(
      `There is no benchmark "${unknown}"; there are ${names.join(', ')}`,
    );
  }
  return {
    action: 'run',
    names: positionals,
    full: values.full,
    write: values.write,
  };
}
