'use strict';

/** Serves the repositories of a folder as a Gitea does: as much of its API as Backstage reads them by. */

const { execFile } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { promisify } = require('node:util');

const BRANCH = 'main';
/** Nothing is ever committed here. */
const COMMIT = '5eed'.repeat(10);

/**
 * @param {string} folder holds `owner/name/…`
 * @returns {Promise<{ host: string, url: string, source: (repository: string) => string, stop: () => Promise<void> }>}
 *   `source` is the address of the files of `owner/name`, as an entity names it
 */
async function startRepositoryHost(folder) {
  const server = http.createServer((request, response) =>
    answer(folder, request, response).catch(error =>
      response.writeHead(500).end(error.message),
    ),
  );
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${server.address().port}`;
  const url = `http://${host}`;
  return {
    host,
    url,
    source: repository => `${url}/${repository}/src/branch/${BRANCH}/`,
    stop: () => new Promise(resolve => server.close(resolve)),
  };
}

async function answer(folder, request, response) {
  const { pathname } = new URL(request.url, 'http://host');
  const asked = pathname.match(
    /^\/api\/v1\/repos\/([\w-]+)\/([\w-]+)\/(git\/commits|archive|contents)\/(.+)$/,
  );
  const repository = asked && path.join(folder, asked[1], asked[2]);
  if (!repository || !fs.existsSync(repository)) {
    response.writeHead(404).end();
    return;
  }
  const [, owner, name, what, rest] = asked;
  if (what === 'git/commits' && rest === BRANCH) {
    sendJson(response, { sha: COMMIT });
  } else if (what === 'archive' && rest === `${BRANCH}.tar.gz`) {
    const { stdout } = await promisify(execFile)(
      'tar',
      ['-cz', '-C', path.join(folder, owner), name],
      { encoding: 'buffer' },
    );
    response.writeHead(200, { 'Content-Type': 'application/gzip' }).end(stdout);
  } else if (what === 'contents' && isFileBelow(repository, rest)) {
    const content = fs.readFileSync(path.join(repository, rest), 'base64');
    sendJson(response, { encoding: 'base64', content });
  } else {
    response.writeHead(404).end();
  }
}

function isFileBelow(repository, file) {
  const location = path.join(repository, file);
  return (
    location.startsWith(`${repository}${path.sep}`) &&
    fs.existsSync(location) &&
    fs.statSync(location).isFile()
  );
}

function sendJson(response, value) {
  response
    .writeHead(200, { 'Content-Type': 'application/json' })
    .end(JSON.stringify(value));
}

module.exports = { startRepositoryHost };
