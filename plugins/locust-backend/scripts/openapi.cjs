'use strict';

// Makes the API code from openapi.yaml, then puts right what the generator's templates get wrong in the client:
//
// - it sends every header under the name of the parameter in code, so the names in code become those on the wire;
// - it says that an answer's times are `Date`s, but an answer is JSON, so its type becomes what JSON makes of the model;
// - it expands addresses with a package that garbles what lies outside the basic plane of Unicode, emoji for instance.

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { parse } = require('yaml');

const BACKEND_PLUGIN = path.join(__dirname, '..');
const ROOT = path.join(BACKEND_PLUGIN, '../..');
const CLIENT_PACKAGE = 'plugins/locust-common';
const CLIENT = path.join(
  ROOT,
  CLIENT_PACKAGE,
  'src/schema/openapi/generated/apis/Api.client.ts',
);

function main() {
  // The generator tells failures in words only, so the client's absence has to be one.
  fs.rmSync(CLIENT, { force: true });
  const { status, error } = keeping(
    [
      path.join(ROOT, CLIENT_PACKAGE, 'package.json'),
      path.join(ROOT, 'yarn.lock'),
    ],
    () =>
      spawnSync(
        'yarn',
        [
          ...['run', '-T', 'backstage-repo-tools'],
          ...['package', 'schema', 'openapi', 'generate', '--server'],
          ...['--client-package', CLIENT_PACKAGE],
        ],
        { cwd: BACKEND_PLUGIN, stdio: 'inherit' },
      ),
  );
  if (error || status !== 0 || !fs.existsSync(CLIENT)) {
    throw new Error(`The API code was not generated: ${error ?? status}`);
  }
  const document = parse(
    fs.readFileSync(
      path.join(BACKEND_PLUGIN, 'src/schema/openapi.yaml'),
      'utf8',
    ),
  );
  fs.writeFileSync(
    CLIENT,
    addressesInUnicode(
      answersAsJson(
        headersAsOnTheWire(fs.readFileSync(CLIENT, 'utf8'), document),
      ),
    ),
  );
}

/** The generator adds what its own client depends on, which the client here does without. */
function keeping(files, action) {
  const kept = files.map(file => [file, fs.readFileSync(file)]);
  try {
    return action();
  } finally {
    kept.forEach(([file, content]) => fs.writeFileSync(file, content));
  }
}

function headersAsOnTheWire(client, document) {
  return headersOf(document).reduce(
    (text, header) =>
      replaced(
        text,
        new RegExp(`(?<=^ +)${inCode(header)}(?=\\??: )`, 'gm'),
        `'${header}'`,
      ),
    client,
  );
}

/** The names of the headers that requests have. */
function headersOf(document) {
  const names = new Set();
  JSON.stringify(document, (_, value) => {
    if (value?.in === 'header') {
      names.add(value.name);
    }
    return value;
  });
  return [...names];
}

/** What the generator makes of a header's name. */
function inCode(header) {
  return header
    .split('-')
    .map((word, place) =>
      place === 0
        ? word.toLowerCase()
        : word[0].toUpperCase() + word.slice(1).toLowerCase(),
    )
    .join('');
}

function answersAsJson(client) {
  return replaced(
    replaced(
      client,
      'json: () => Promise<T>;',
      'json: () => Promise<InJson<T>>;',
    ),
    "import { pluginId } from '../pluginId';",
    "import { pluginId } from '../pluginId';\nimport type { InJson } from '../../../InJson';",
  );
}

function addressesInUnicode(client) {
  return replaced(
    client,
    "from 'uri-template';",
    "from '../../../uriTemplate';",
  );
}

/** A template of another version of the generator has to be looked at again, not passed over. */
function replaced(text, what, by) {
  const result = text.replace(what, by);
  if (result === text) {
    throw new Error(`The generated client does not have ${what}`);
  }
  return result;
}

main();
