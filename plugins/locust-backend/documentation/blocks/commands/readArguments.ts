import { parseArgs } from 'node:util';
import type { Command } from '../splitCommands';

/** What a command may be called with: names of options that take a value, and of those that do not. */
export interface Options {
  readonly values?: readonly string[];
  readonly flags?: readonly string[];
}

/** The arguments of a command. An option that is not known is a problem. */
export function readArguments(
  args: Command,
  { values = [], flags = [] }: Options,
): {
  readonly problems: readonly string[];
  readonly words: readonly string[];
  readonly valueOf: (option: string) => string | undefined;
} {
  const read = (strict: boolean) =>
    parseArgs({
      args: [...args],
      options: Object.fromEntries<{ type: 'string' | 'boolean' }>([
        ...values.map(it => [it, { type: 'string' as const }] as const),
        ...flags.map(it => [it, { type: 'boolean' as const }] as const),
      ]),
      allowPositionals: true,
      strict,
    });
  try {
    const { positionals, values: given } = read(true);
    return {
      problems: [],
      words: positionals,
      valueOf: option => {
        const value = given[option];
        return typeof value === 'string' ? value : undefined;
      },
    };
  } catch (error) {
    return {
      problems: [error instanceof Error ? error.message : String(error)],
      words: read(false).positionals,
      valueOf: () => undefined,
    };
  }
}
