'use strict';

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const { spawnSync } = require('node:child_process');

/** A new app's Yarn takes no version that is younger than three days. */
const PUBLISHED_AGO_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * A registry of npm packages on this machine that has these tarballs as if they were published, and sends whoever asks
 * for anything else on to another one.
 *
 * @param {readonly { name: string, tarball: string }[]} packed
 * @param {string} upstream - address without a slash at its end
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
async function startRegistry(packed, upstream) {
  const byName = new Map(packed.map(it => [it.name, it.tarball]));
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, url);
    const [name, , file] = decodeURIComponent(pathname).slice(1).split('/');
    const tarball = byName.get(name);
    if (!tarball) {
      response.writeHead(307, { Location: `${upstream}${request.url}` }).end();
    } else if (file) {
      response.writeHead(200, { 'Content-Type': 'application/octet-stream' });
      fs.createReadStream(tarball).pipe(response);
    } else {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(describe(tarball, url)));
    }
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  return {
    url,
    stop: () =>
      new Promise(resolve => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** What a registry says of a package: its only version, and where that is. */
function describe(tarball, url) {
  const content = fs.readFileSync(tarball);
  const manifest = JSON.parse(
    spawnSync('tar', ['-xzOf', tarball, 'package/package.json'], {
      encoding: 'utf8',
    }).stdout,
  );
  const { name, version } = manifest;
  const digest = (algorithm, encoding) =>
    createHash(algorithm).update(content).digest(encoding);
  const published = new Date(Date.now() - PUBLISHED_AGO_MS).toISOString();
  return {
    name,
    'dist-tags': { latest: version },
    time: { created: published, modified: published, [version]: published },
    versions: {
      [version]: {
        ...manifest,
        dist: {
          tarball: `${url}/${name}/-/${name}-${version}.tgz`,
          shasum: digest('sha1', 'hex'),
          integrity: `sha512-${digest('sha512', 'base64')}`,
        },
      },
    },
  };
}

module.exports = { startRegistry };
