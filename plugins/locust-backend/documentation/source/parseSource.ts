import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** A file of TypeScript as the compiler reads it, without types: what stands in it and the comments before it. */
export function parseSource(file: string): ts.SourceFile {
  return ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
}

/** Every node of a kind in a file, in the order in which they stand there. */
export function nodesOf<T extends ts.Node>(
  root: ts.Node,
  is: (node: ts.Node) => node is T,
): readonly T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (is(node)) {
      found.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}
