import ts from 'typescript';
import { once } from '../once';
import { nodesOf, parseSource } from '../source/parseSource';
import { sourceFiles } from '../source/sourceFiles';

/** The texts of the screens, in English. */
export const screenTexts = once((): readonly string[] =>
  sourceFiles('plugins/locust/src/translations/english').flatMap(file =>
    nodesOf(parseSource(file), ts.isStringLiteralLike).map(it => it.text),
  ),
);

/** What a gap in a text says where it is one of a few words. */
const GAPS: Readonly<Record<string, readonly string[]>> = {
  role: ['master', 'worker'],
  pod: ['the master', 'the workers'],
};

/** The sentences that the backend says, with … for what differs. */
export const backendTexts = once((): readonly string[] =>
  sourceFiles('plugins/locust-backend/src').flatMap(file => {
    const source = parseSource(file);
    return [
      ...nodesOf(source, ts.isStringLiteralLike).map(it => it.text),
      ...nodesOf(source, ts.isTemplateExpression).flatMap(filled),
    ];
  }),
);

function filled({
  head,
  templateSpans,
}: ts.TemplateExpression): readonly string[] {
  return templateSpans
    .reduce<readonly string[]>(
      (texts, { expression, literal }) =>
        texts.flatMap(text =>
          (GAPS[expression.getText()] ?? ['…']).map(
            it => `${text}${it}${literal.text}`,
          ),
        ),
      [head.text],
    )
    .map(it => it.replace(/…(\s*…)+/g, '…'));
}
