'use strict';

const fs = require('node:fs');
const { createRequire, isBuiltin } = require('node:module');
const path = require('node:path');
const ts = require('typescript');

/**
 * What a package uses without saying so, which works only where something else happens to bring it, and what it brings
 * without a use for it.
 *
 * @param {import('./UnpackedPackage.cjs').UnpackedPackage} unpacked
 * @returns {readonly string[]}
 */
function dependencyProblems({ source, folder, manifest, files }) {
  const used = new Map(
    files
      .filter(file => /\.[cm]?[jt]s$/.test(file))
      .flatMap(file =>
        importedPackages(path.join(folder, file)).map(name => [name, file]),
      ),
  );
  used.delete(manifest.name);
  const declared = new Set([
    ...Object.keys(manifest.dependencies ?? {}),
    ...Object.keys(manifest.peerDependencies ?? {}),
  ]);
  const peersOfDeclared = new Set(
    [...declared].flatMap(name => peersOf(name, source)),
  );
  return [
    ...[...used]
      .filter(([name]) => !declared.has(name))
      .map(([name, file]) => `${file} imports ${name}, which is not declared`),
    ...[...declared]
      .filter(
        name =>
          !used.has(name) &&
          !peersOfDeclared.has(name) &&
          !used.has(name.replace(/^@types\//, '')),
      )
      .map(name => `${name} is declared and nothing imports it`),
  ];
}

/** The names of the packages that a file imports or requires, whether for values or types. */
function importedPackages(file) {
  return ts
    .preProcessFile(fs.readFileSync(file, 'utf8'), true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter(specifier => !specifier.startsWith('.') && !isBuiltin(specifier))
    .map(specifier => specifier.match(/^(?:@[^/]+\/)?[^/]+/)?.[0] ?? specifier);
}

/** What a dependency wants whoever uses it to bring. */
function peersOf(name, source) {
  const paths = createRequire(path.join(source, 'package.json')).resolve.paths(
    name,
  );
  const file = paths
    .map(folder => path.join(folder, name, 'package.json'))
    .find(candidate => fs.existsSync(candidate));
  if (!file) {
    return [];
  }
  return Object.keys(
    JSON.parse(fs.readFileSync(file, 'utf8')).peerDependencies ?? {},
  );
}

module.exports = { dependencyProblems };
