'use strict';

/**
 * What stands in front of several backends, as a Service of Kubernetes and an ingress do: requests go in turn to those that
 * say they are ready. One that does not take a connection is passed over; what only reads is asked of another one where the
 * first dies over it.
 */

const http = require('node:http');
const net = require('node:net');
const { setTimeout: sleep } = require('node:timers/promises');

/** Where none takes a connection, for instance because one was killed while the other starts. */
const PATIENCE_MS = 30_000;
const AGAIN_MS = 200;

/** A backend listens before its plugins have their routes. */
const READINESS = '/.backstage/health/v1/readiness';
const PROBED_MS = 500;

const READS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * @param {number} port its own, on the loopback
 * @param {readonly number[]} backends their ports, on the loopback
 * @returns {Promise<{ stop: () => Promise<void> }>}
 */
async function startBalancer(port, backends) {
  const probing = new AbortController();
  const ready = readyOnes(backends, probing.signal);
  let turn = 0;
  const next = () => [...ready][turn++ % ready.size];

  const server = http.createServer((request, response) => {
    forward(request, response, next).catch(error => {
      if (response.headersSent) {
        response.destroy();
      } else {
        response.writeHead(502).end(`No backend answered: ${error.message}`);
      }
    });
  });
  server.on('upgrade', (request, socket, head) => {
    connect(next).then(
      far => pass(request, socket, head, far),
      () => socket.destroy(),
    );
  });
  // Backends end idle connections themselves.
  server.keepAliveTimeout = 60_000;
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, 'localhost', resolve);
  });
  return {
    stop: () =>
      new Promise(resolve => {
        probing.abort();
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** The backends that are ready, as long as nobody ends it. */
function readyOnes(backends, signal) {
  const ready = new Set();
  const probe = async backend => {
    while (!signal.aborted) {
      const isReady = await fetch(`http://localhost:${backend}${READINESS}`, {
        signal: AbortSignal.timeout(5_000),
      }).then(
        answer => answer.ok,
        () => false,
      );
      if (isReady) {
        ready.add(backend);
      } else {
        ready.delete(backend);
      }
      await sleep(PROBED_MS, undefined, { signal }).catch(() => {});
    }
  };
  backends.forEach(probe);
  return ready;
}

async function forward(request, response, next) {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }
  const body = Buffer.concat(parts);
  for (;;) {
    const socket = await connect(next);
    try {
      await ask(socket, request, body, response);
      return;
    } catch (error) {
      const again = READS.includes(request.method) && !response.headersSent;
      if (!again || response.destroyed) {
        throw error;
      }
    }
  }
}

/** Resolves once the answer has begun and goes on by itself. */
function ask(socket, request, body, response) {
  return new Promise((resolve, reject) => {
    const asked = http.request({
      method: request.method,
      path: request.url,
      headers: {
        ...endToEnd(request.headers),
        connection: 'close',
        // Its body is here as a whole.
        ...(body.length > 0 && { 'content-length': body.length }),
      },
      createConnection: () => socket,
    });
    asked.on('error', reject);
    asked.on('response', answer => {
      response.writeHead(answer.statusCode, endToEnd(answer.headers));
      answer.pipe(response);
      // A stream that a backend took with it is cut, so that whoever reads it asks again.
      answer.on('error', () => response.destroy());
      resolve();
    });
    response.on('close', () => asked.destroy());
    asked.end(body);
  });
}

/** Without what is about a single connection. */
function endToEnd(headers) {
  const {
    connection: _,
    'keep-alive': __,
    'transfer-encoding': ___,
    ...rest
  } = headers;
  return rest;
}

function pass(request, socket, head, far) {
  const lines = [`${request.method} ${request.url} HTTP/1.1`];
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    lines.push(`${request.rawHeaders[i]}: ${request.rawHeaders[i + 1]}`);
  }
  far.write(`${lines.join('\r\n')}\r\n\r\n`);
  far.write(head);
  far.pipe(socket).pipe(far);
  for (const [one, other] of [
    [socket, far],
    [far, socket],
  ]) {
    one.on('error', () => {});
    one.on('close', () => other.destroy());
  }
}

/** A connection to the next backend that takes one. */
async function connect(next) {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      const backend = next();
      if (backend === undefined) {
        throw new Error('No backend is ready');
      }
      return await new Promise((resolve, reject) => {
        const socket = net.connect(backend, 'localhost');
        socket.once('error', reject);
        socket.once('connect', () => {
          socket.off('error', reject);
          resolve(socket);
        });
      });
    } catch (error) {
      if (Date.now() > until) {
        throw error;
      }
      await sleep(AGAIN_MS);
    }
  }
}

module.exports = { startBalancer };
