/** A simple command: its program and what stands behind it. */
export type Command = readonly string[];

/**
 * The commands of a block of shell, in their order: without comments and assignments before them, with lines that are
 * continued put together. Variables and globs stay as they are written.
 */
export function splitCommands(text: string): readonly Command[] {
  return text
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .flatMap(splitLine)
    .map(withoutAssignments)
    .filter(words => words.length > 0);
}

const TOKEN =
  /\s+|(#.*$)|(\|\||&&|[|;<>])|((?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"|;&<>\\])+)/g;

function splitLine(line: string): readonly Command[] {
  const commands: string[][] = [[]];
  let isFile = false;
  for (const [, comment, operator, word] of line.matchAll(TOKEN)) {
    if (comment !== undefined) {
      break;
    }
    if (operator === '<' || operator === '>') {
      isFile = true;
    } else if (operator !== undefined) {
      commands.push([]);
    } else if (word !== undefined && isFile) {
      isFile = false;
    } else if (word !== undefined) {
      commands[commands.length - 1].push(unquoted(word));
    }
  }
  return commands;
}

function withoutAssignments(words: Command): Command {
  const at = words.findIndex(it => !/^\w+=/.test(it));
  return at < 0 ? [] : words.slice(at);
}

function unquoted(word: string): string {
  return word.replace(
    /'([^']*)'|"((?:[^"\\]|\\.)*)"/g,
    (_, single: string | undefined, double: string | undefined) =>
      single ?? (double ?? '').replace(/\\(["\\$`])/g, '$1'),
  );
}
