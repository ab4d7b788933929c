import ts from 'typescript';
import { docComment } from './docComment';
import { nodesOf, parseSource } from './parseSource';

/** The name of a label or annotation, as a source declares it. */
export interface DeclaredName {
  readonly name: string;
  /** What the comment before it says, `On children: …`; undefined where there is none. */
  readonly text?: string;
}

/** The members of an object of names such as `ANNOTATIONS`. */
export function readNamesOf(
  file: string,
  constant: string,
): readonly DeclaredName[] {
  const object = nodesOf(parseSource(file), ts.isVariableDeclaration)
    .filter(it => it.name.getText() === constant)
    .map(it => withoutAssertion(it.initializer))
    .find(it => it !== undefined && ts.isObjectLiteralExpression(it));
  return object && ts.isObjectLiteralExpression(object)
    ? object.properties
        .filter(ts.isPropertyAssignment)
        .flatMap(it => declared(it, it.initializer))
    : [];
}

/** Names that a file declares by themselves: `const X = 'locust-qa.xyz/…'`. */
export function readLooseNames(
  file: string,
  prefix: string,
): readonly DeclaredName[] {
  return parseSource(file)
    .statements.filter(ts.isVariableStatement)
    .flatMap(statement =>
      statement.declarationList.declarations.flatMap(it =>
        declared(statement, it.initializer),
      ),
    )
    .filter(it => it.name.startsWith(prefix) && it.name !== prefix);
}

function declared(
  commented: ts.Node,
  value: ts.Expression | undefined,
): readonly DeclaredName[] {
  const literal = withoutAssertion(value);
  if (!literal || !ts.isStringLiteral(literal)) {
    return [];
  }
  const { text } = docComment(commented);
  return [{ name: literal.text, ...(text !== undefined && { text }) }];
}

/** `{…} as const` is the object. */
function withoutAssertion(
  value: ts.Expression | undefined,
): ts.Expression | undefined {
  return value && ts.isAsExpression(value) ? value.expression : value;
}
