const WIDTH = 120;

/** A paragraph, broken where lines get too long. */
export function paragraph(text: string): string {
  return wrapped(text, '');
}

/**
 * An item of a list and what is below it.
 *
 * @param depth - 0 for a list that is in none
 */
export function item(text: string, depth = 0): string {
  const indent = '  '.repeat(depth);
  return `${indent}- ${wrapped(text, `${indent}  `).trimStart()}`;
}

/** Parts with an empty line between them. */
export function page(
  ...parts: readonly (string | readonly string[])[]
): string {
  return `${parts
    .map(it => (typeof it === 'string' ? it : it.join('\n')))
    .filter(it => it !== '')
    .join('\n\n')}\n`;
}

/** In the typeface of code, which takes everything as it is. */
export function code(text: string): string {
  const longest = Math.max(
    0,
    ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length),
  );
  const fence = '`'.repeat(longest + 1);
  const room = longest > 0 ? ' ' : '';
  return `${fence}${room}${text}${room}${fence}`;
}

/** Text that was written as such: what would be a mark in Markdown is none. Code between backticks stays. */
export function plain(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replace(/[*[\]>\\]|(?<!\w)_|_(?!\w)/g, mark => `\\${mark}`)
            // TechDocs' Markdown knows no backslash before it.
            .replace(/<(?=[\w/!?])/g, '&lt;'),
    )
    .join('');
}

/** A sentence ends with a full stop. */
export function sentence(text: string): string {
  return text === '' || /[.!?:]$/.test(text) ? text : `${text}.`;
}

/** At the beginning of a line it would be a list, a heading or a quotation. */
const MARK_OF_A_LINE = /^([-+*#>=]+|\d+[.)])$/;

/** A line is broken between words, and never inside of code, which GitHub would show with two spaces. */
function wrapped(text: string, indent: string): string {
  const words = text.match(/(?:`[^`]*`|[^\s`])+/g) ?? [];
  const lines: string[] = [];
  let line = indent;
  for (const word of words) {
    const next = line === indent ? `${indent}${word}` : `${line} ${word}`;
    if (next.length > WIDTH && line !== indent && !MARK_OF_A_LINE.test(word)) {
      lines.push(line);
      line = `${indent}${word}`;
    } else {
      line = next;
    }
  }
  return [...lines, line].join('\n');
}
