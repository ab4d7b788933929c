import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import ts from 'typescript';
import { inRepository } from '../repository';
import { sourceFiles } from '../source/sourceFiles';
import { nodesOf } from '../source/parseSource';
import type { BlockCheck } from './CodeBlock';
import { isExcerptOf } from './isExcerptOf';

/** Where programs are that are compiled and tested as the documentation shows them. */
const COMPILED = ['packages/app/src', 'packages/backend/src'];
const LOCUSTFILES = [
  'examples/locustfiles',
  'plugins/locust-backend/scripts/locustfiles',
];

/** Python that the documentation shows is taken from a locustfile that is run. */
export const checkPython: BlockCheck = ({ text }) =>
  LOCUSTFILES.flatMap(folder =>
    readdirSync(inRepository(folder)).map(it => inRepository(folder, it)),
  ).some(file => isExcerptOf(text, readFileSync(file, 'utf8')))
    ? []
    : [`it is no excerpt of a locustfile in ${LOCUSTFILES.join(' or ')}`];

/** TypeScript is taken from what is compiled; else it has to be well formed, with names that its imports have. */
export const checkTypeScript: BlockCheck = ({ text, language }) => {
  const isCompiled = COMPILED.flatMap(it => sourceFiles(it)).some(file =>
    isExcerptOf(text, readFileSync(file, 'utf8')),
  );
  return isCompiled ? [] : problemsOf(text, `block.${language}`);
};

function problemsOf(text: string, fileName: string): readonly string[] {
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName,
    reportDiagnostics: true,
    compilerOptions: {
      jsx: ts.JsxEmit.ReactJSX,
      target: ts.ScriptTarget.ES2022,
    },
  });
  const source = ts.createSourceFile(
    fileName,
    text,
    ts.ScriptTarget.Latest,
    true,
  );
  return [
    ...diagnostics.map(it =>
      ts.flattenDiagnosticMessageText(it.messageText, ' '),
    ),
    ...nodesOf(source, ts.isImportDeclaration).flatMap(importProblems),
    ...nodesOf(source, ts.isCallExpression).flatMap(dynamicImportProblems),
  ];
}

/** `import('…')` of a package; what begins with a dot is a file of the reader's own. */
function dynamicImportProblems({
  expression,
  arguments: [module],
}: ts.CallExpression): readonly string[] {
  return expression.kind === ts.SyntaxKind.ImportKeyword &&
    ts.isStringLiteral(module) &&
    !module.text.startsWith('.') &&
    exportsOf(module.text) === undefined
    ? [`there is no module ${module.text} here`]
    : [];
}

function importProblems(declaration: ts.ImportDeclaration): readonly string[] {
  const module = (declaration.moduleSpecifier as ts.StringLiteral).text;
  const exported = exportsOf(module);
  if (exported === undefined) {
    return [`there is no module ${module} here`];
  }
  const bindings = declaration.importClause?.namedBindings;
  return bindings && ts.isNamedImports(bindings)
    ? bindings.elements
        .map(it => (it.propertyName ?? it.name).text)
        .filter(it => !exported.has(it))
        .map(it => `${module} exports no ${it}`)
    : [];
}

/** The names that a module's declarations export; undefined where there is no such module. */
function exportsOf(module: string): ReadonlySet<string> | undefined {
  const file = declarationsOf(module);
  if (file === undefined) {
    return undefined;
  }
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  return new Set(nodesOf(source, ts.isExportSpecifier).map(it => it.name.text));
}

function declarationsOf(module: string): string | undefined {
  const [, name, below] =
    /^((?:@[^/]+\/)?[^/]+)(?:\/(.+))?$/.exec(module) ?? [];
  const manifest = inRepository('node_modules', name ?? '', 'package.json');
  if (!existsSync(manifest)) {
    return undefined;
  }
  const { exports, types } = createRequire(__filename)(manifest) as {
    readonly exports?: Readonly<
      Record<string, string | { readonly types?: string }>
    >;
    readonly types?: string;
  };
  const entry = exports?.[below === undefined ? '.' : `./${below}`];
  const file =
    typeof entry === 'string'
      ? entry
      : entry?.types ??
        (below === undefined ? types : !exports && `${below}.d.ts`);
  const found = file && path.join(path.dirname(manifest), file);
  return found && existsSync(found) ? found : undefined;
}
