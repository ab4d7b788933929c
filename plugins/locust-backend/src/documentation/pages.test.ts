import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { documentationPages } from '../../documentation/blocks/readCodeBlocks';
import { readPage, targetOf } from '../../documentation/prose/readPage';
import { screenTexts } from '../../documentation/prose/shownTexts';
import { inRepository } from '../../documentation/repository';

const pages = documentationPages();

describe('the pages of the documentation', () => {
  it.each(pages)('have links that lead somewhere: %s', page => {
    const broken = readPage(page).links.filter(link => {
      if (/^https?:/.test(link)) {
        return false;
      }
      const target = targetOf(page, link);
      const [, anchor] = link.split('#');
      return (
        !existsSync(inRepository(target)) ||
        (anchor !== undefined && !readPage(target).anchors.includes(anchor))
      );
    });
    expect(broken).toEqual([]);
  });

  // TechDocs shows what is below docs, and nothing else.
  it.each(pages.filter(it => it.startsWith('docs/')))(
    'link to nothing outside of docs: %s',
    page => {
      const outside = readPage(page).links.filter(
        link =>
          !/^https?:/.test(link) && !targetOf(page, link).startsWith('docs/'),
      );
      expect(outside).toEqual([]);
    },
  );

  it('are all in the navigation, the decisions by their list', () => {
    const { nav } = parse(readFileSync(inRepository('mkdocs.yml'), 'utf8'));
    const files = (entry: unknown): readonly string[] =>
      typeof entry === 'string'
        ? [path.posix.join('docs', entry)]
        : Object.values(entry as object).flatMap(files);
    expect([...files(nav)].sort()).toEqual(
      pages.filter(
        it =>
          it.startsWith('docs/') &&
          (!it.startsWith('docs/decisions/') || it.endsWith('/index.md')),
      ),
    );
  });

  it('are found by TechDocs', () => {
    const entities = parseAllDocuments(
      readFileSync(inRepository('catalog-info.yaml'), 'utf8'),
    ).map(it => it.toJS());
    expect(entities).toContainEqual(
      expect.objectContaining({
        kind: 'Component',
        metadata: expect.objectContaining({
          annotations: { 'backstage.io/techdocs-ref': 'dir:.' },
        }),
      }),
    );
  });
});

/** Where words in italics are those on the screens. */
const OF_SCREENS = [
  'docs/getting-started/portal-owners.md',
  'docs/getting-started/service-owners.md',
  'docs/policy.md',
  'docs/runbook.md',
];

describe('what the documentation calls things on the screens', () => {
  it.each(OF_SCREENS)('is what the screens call them: %s', page => {
    const texts = screenTexts();
    expect(
      readPage(page).italics.filter(word => !texts.includes(word)),
    ).toEqual([]);
  });
});
