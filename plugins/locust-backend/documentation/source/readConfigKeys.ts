import ts from 'typescript';
import { docComment, type DocComment } from './docComment';
import { parseSource } from './parseSource';

/** A key of app-config, with what it may hold. */
export interface ConfigKey {
  readonly name: string;
  readonly required: boolean;
  /** For people: `text`, `true or false`, "one of `a` and `b`". */
  readonly type: string;
  readonly doc: DocComment;
  /** What is below it: of an object its members, of a list those of each item. */
  readonly keys: readonly ConfigKey[];
  readonly isList: boolean;
  /** Any name may stand below it. */
  readonly anyName: boolean;
}

const WORDS = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.StringKeyword, 'text'],
  [ts.SyntaxKind.NumberKeyword, 'number'],
  [ts.SyntaxKind.BooleanKeyword, '`true` or `false`'],
]);

/** The keys that a package's `config.d.ts` declares, in the order in which they stand there. */
export function readConfigKeys(file: string): readonly ConfigKey[] {
  const config = parseSource(file).statements.find(
    (it): it is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(it) && it.name.text === 'Config',
  );
  return config ? keysOf(config.members) : [];
}

function keysOf(members: ts.NodeArray<ts.TypeElement>): readonly ConfigKey[] {
  return members.filter(ts.isPropertySignature).map(member => {
    const types = alternatives(member.type);
    const objects = types.flatMap(objectsOf);
    const elements = objects.flatMap(it => [...it.members]);
    return {
      name: ts.isComputedPropertyName(member.name)
        ? member.name.getText()
        : member.name.text,
      required: !member.questionToken,
      type: describe(types),
      doc: docComment(member),
      keys: keysOf(ts.factory.createNodeArray(elements)),
      isList: types.some(it => itemOf(it) !== undefined),
      anyName: elements.some(ts.isIndexSignatureDeclaration),
    };
  });
}

function alternatives(type: ts.TypeNode | undefined): readonly ts.TypeNode[] {
  if (!type) {
    return [];
  }
  if (ts.isParenthesizedTypeNode(type)) {
    return alternatives(type.type);
  }
  return ts.isUnionTypeNode(type) ? type.types.flatMap(alternatives) : [type];
}

/** What each item of a list is. */
function itemOf(type: ts.TypeNode): ts.TypeNode | undefined {
  if (ts.isArrayTypeNode(type)) {
    return type.elementType;
  }
  return ts.isTypeReferenceNode(type) &&
    ['Array', 'ReadonlyArray'].includes(type.typeName.getText())
    ? type.typeArguments?.[0]
    : undefined;
}

/** What has members of its own: the thing itself, or the items of a list. */
function objectsOf(type: ts.TypeNode): readonly ts.TypeLiteralNode[] {
  const item = itemOf(type);
  return item
    ? alternatives(item).flatMap(objectsOf)
    : [type].filter(ts.isTypeLiteralNode);
}

function describe(types: readonly ts.TypeNode[]): string {
  const words = types.map(describeOne);
  return words.length < 3
    ? words.join(' or ')
    : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}

function describeOne(type: ts.TypeNode): string {
  const item = itemOf(type);
  if (item) {
    return ts.isTypeLiteralNode(item)
      ? 'list'
      : `list of ${describe(alternatives(item))}`;
  }
  if (ts.isTypeLiteralNode(type)) {
    const [any] = type.members.filter(ts.isIndexSignatureDeclaration);
    return any ? `names with ${describe(alternatives(any.type))}` : 'object';
  }
  if (ts.isLiteralTypeNode(type)) {
    return `\`${type.getText().replace(/^'|'$/g, '')}\``;
  }
  return WORDS.get(type.kind) ?? 'anything';
}
