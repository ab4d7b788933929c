import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inRepository } from '../repository';
import type { CodeBlock } from './CodeBlock';

/** What tools write for the review of changes is for no reader. */
const REPORT = /^report(-[^.]+)?\.(api|sql)\.md$/;

/** The pages that people read, as paths in the repository. */
export function documentationPages(): readonly string[] {
  const below = (folder: string, recursive: boolean) =>
    readdirSync(inRepository(folder), { recursive })
      .map(it => path.posix.join(folder, String(it).split(path.sep).join('/')))
      .filter(
        it => it.endsWith('.md') && !REPORT.test(path.posix.basename(it)),
      );
  return [
    'README.md',
    ...readdirSync(inRepository('plugins')).flatMap(it =>
      below(`plugins/${it}`, false),
    ),
    ...below('docs', true),
  ].sort();
}

const FENCE = /^( *)(```+)([^`]*)$/;

/** The fenced blocks of a page. Those within lists lose their indent. */
export function readCodeBlocks(page: string): readonly CodeBlock[] {
  const lines = readFileSync(inRepository(page), 'utf8').split('\n');
  const blocks: CodeBlock[] = [];
  let open:
    | { readonly indent: string; readonly fence: string; readonly at: number }
    | undefined;
  lines.forEach((line, index) => {
    const [, indent, fence, language] = FENCE.exec(line) ?? [];
    if (!open) {
      open = fence ? { indent, fence, at: index } : undefined;
    } else if (fence === open.fence && language.trim() === '') {
      const { indent: outer, at } = open;
      blocks.push({
        page,
        line: at + 2,
        language: FENCE.exec(lines[at])?.[3].trim() ?? '',
        text: lines
          .slice(at + 1, index)
          .map(it => (it.startsWith(outer) ? it.slice(outer.length) : it))
          .join('\n'),
      });
      open = undefined;
    }
  });
  if (open) {
    throw new Error(`${page}:${open.at + 1} opens a block that nothing closes`);
  }
  return blocks;
}
