/** A command that no shell would take. The message is a sentence for a person. @public */
export class CommandError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CommandError';
  }
}

/**
 * Splits a command into words as a POSIX shell would: spaces part, quotes keep together, a backslash takes the next
 * character as it is. Nothing is expanded, for no shell ever sees it.
 *
 * @throws CommandError for a quote that is not closed or a backslash at the end
 * @public
 */
export function splitCommand(command: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote: '"' | "'" | undefined;
  for (let index = 0; index < command.length; index += 1) {
    const character = command[index];
    if (character === '\\' && quote !== "'") {
      const next = command[index + 1];
      if (next === undefined) {
        throw new CommandError(
          'The command ends in a backslash; remove it, or write \\\\ for one.',
        );
      }
      // Inside double quotes a backslash is only special before these.
      const kept = quote === '"' && !'"\\$`'.includes(next) ? '\\' : '';
      word = `${word ?? ''}${kept}${next}`;
      index += 1;
    } else if (quote) {
      if (character === quote) {
        quote = undefined;
      } else {
        word = `${word ?? ''}${character}`;
      }
    } else if (character === '"' || character === "'") {
      quote = character;
      // An empty pair of quotes is an empty word.
      word = word ?? '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) {
        words.push(word);
        word = undefined;
      }
    } else {
      word = `${word ?? ''}${character}`;
    }
  }
  if (quote) {
    throw new CommandError(
      `The command has a ${
        quote === '"' ? 'double' : 'single'
      } quote (${quote}) that is not closed; close it, or write \\${quote} for the character itself.`,
    );
  }
  if (word !== undefined) {
    words.push(word);
  }
  return words;
}

/** The words of a command as somebody wrote it; none of one that cannot be split, which validation of its field tells. */
export function wordsOf(command: unknown): readonly string[] {
  try {
    return typeof command === 'string' ? splitCommand(command) : [];
  } catch (error) {
    if (error instanceof CommandError) {
      return [];
    }
    throw error;
  }
}
