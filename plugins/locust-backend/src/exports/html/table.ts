import { escapeMarkup } from '../escapeMarkup';

/** A column of a table and what stands in it. */
export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => string;
  /** `number` stands to the right; `word` is short and is not broken. Default `text`. */
  readonly kind?: 'number' | 'word' | 'text';
}

/** A table that scrolls by itself where it is too wide. */
export function table<T>(
  columns: readonly Column<T>[],
  rows: readonly T[],
  options: { readonly lastIsTotal?: boolean } = {},
): string {
  const head = columns
    .map(
      ({ title, kind }) =>
        `<th scope="col"${
          kind === 'number' ? ' class="number"' : ''
        }>${escapeMarkup(title)}</th>`,
    )
    .join('');
  const body = rows
    .map((row, index) => {
      const cells = columns
        .map(
          ({ cell, kind = 'text' }) =>
            `<td class="${kind}">${escapeMarkup(cell(row))}</td>`,
        )
        .join('');
      const total = options.lastIsTotal && index === rows.length - 1;
      return `<tr${total ? ' class="total"' : ''}>${cells}</tr>`;
    })
    .join('\n');
  return `<div class="wide" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}
