import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inRepository } from '../repository';

/** A page without its code: what links, headings and words it has. */
export interface ProsePage {
  readonly links: readonly string[];
  /** What its headings are reached by. */
  readonly anchors: readonly string[];
  /** Words in italics. */
  readonly italics: readonly string[];
  /** Texts of block quotes, each in one line. */
  readonly quotes: readonly string[];
  readonly headings: readonly string[];
}

/** Reads a page of the repository. */
export function readPage(page: string): ProsePage {
  const text = withoutBlocks(readFileSync(inRepository(page), 'utf8'));
  const prose = text.replace(/`[^`]*`/g, it => it.replace(/[^\n]/g, ' '));
  const headings = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, it]) => it);
  return {
    links: [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, it]) => it),
    anchors: headings.map(anchorOf),
    italics: [...prose.matchAll(/(?<![\w_])_([^_]+)_(?![\w_])/g)].map(
      ([, it]) => it.replace(/\s+/g, ' '),
    ),
    quotes: [...text.matchAll(/(?:^>.*\n?)+/gm)].map(([it]) =>
      it.replace(/^> ?/gm, '').replace(/\s+/g, ' ').trim(),
    ),
    headings,
  };
}

/** The page that a link of another page leads to, as a path in the repository. */
export function targetOf(page: string, link: string): string {
  const [file] = link.split('#');
  return file === '' ? page : path.posix.join(path.posix.dirname(page), file);
}

/** As GitHub and TechDocs make it of a heading, which is the same where no signs stand between spaces. */
function anchorOf(heading: string): string {
  return heading
    .toLocaleLowerCase('en')
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replace(/\s+/g, '-');
}

function withoutBlocks(text: string): string {
  return text.replace(/^( *)```[\s\S]*?^\1```$/gm, '');
}
