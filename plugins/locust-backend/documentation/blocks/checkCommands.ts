import { checkCurl } from './commands/checkCurl';
import { checkKubectl } from './commands/checkKubectl';
import { checkNpm } from './commands/checkNpm';
import { checkYarn } from './commands/checkYarn';
import type { BlockCheck, CodeBlock } from './CodeBlock';
import { type Command, splitCommands } from './splitCommands';

const PROGRAMS: Readonly<
  Record<string, (args: Command, block: CodeBlock) => readonly string[]>
> = {
  curl: checkCurl,
  export: checkExport,
  kubectl: checkKubectl,
  npm: checkNpm,
  yarn: checkYarn,
};

/** Commands call programs, scripts, files and routes that there are, in the ways that these have. */
export const checkCommands: BlockCheck = block =>
  splitCommands(block.text).flatMap(([program, ...args]) =>
    Object.hasOwn(PROGRAMS, program)
      ? PROGRAMS[program](args, block).map(
          it => `${[program, ...args].join(' ')}: ${it}`,
        )
      : [
          `nothing checks the program ${program}; there are ${Object.keys(
            PROGRAMS,
          ).join(', ')}`,
        ],
  );

/** `export NAME="$(command)"`. */
function checkExport(args: Command, block: CodeBlock): readonly string[] {
  return args.flatMap(word => {
    const [, command] = /^\w+=\$\((.+)\)$/.exec(word) ?? [];
    return command === undefined
      ? [`${word} does not hold what a command prints`]
      : checkCommands({ ...block, text: command });
  });
}
