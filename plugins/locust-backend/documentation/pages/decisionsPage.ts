import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DOCS } from '../repository';
import { type GeneratedPage, WRITTEN_BY } from './GeneratedPage';
import { page, paragraph } from './markdown';

const FOLDER = 'decisions';
const INDEX = 'index.md';

/** The notes on what a reader would question, by their titles. */
export const DECISIONS_PAGE: GeneratedPage = {
  path: `${FOLDER}/${INDEX}`,
  render: () => {
    const folder = path.join(DOCS, FOLDER);
    return page(
      WRITTEN_BY,
      '# Decisions',
      paragraph(
        'Why it is as it is: a short note for each decision that one would question, with what was given up for it.',
      ),
      readdirSync(folder)
        .filter(it => it.endsWith('.md') && it !== INDEX)
        .map(file => ({
          file,
          title: titleOf(readFileSync(path.join(folder, file), 'utf8')),
        }))
        .sort((one, other) => one.title.localeCompare(other.title, 'en'))
        .map(({ file, title }) => `- [${title}](${file})`),
    );
  },
};

function titleOf(text: string): string {
  return /^# (.+)$/m.exec(text)?.[1] ?? '';
}
