'use strict';

const { spawn } = require('node:child_process');
const path = require('node:path');
const { whenThisProcessEnds } = require('./guardian.cjs');
const { withProgress } = require('./progress.cjs');
const { runProgram } = require('./runProgram.cjs');

const CLI = path.join(__dirname, 'cluster.cjs');
const APPLY =
  "require('dev-cluster').applyManifests(process.argv[1], process.argv.slice(2)).catch(error => { console.error(error.message); process.exitCode = 1; })";

/**
 * Starts the embedded Kubernetes of that name, or takes the one that is up.
 *
 * @returns {Promise<{ kubeconfig: string, isOurs: boolean, addLocust: (version: string) => Promise<void>, addImage: (archive: string) => Promise<void>, stop: () => Promise<void> }>}
 *   `addLocust` and `addImage` put the image of another version, or of an archive, into the node, `stop` ends it if it was not up before; so does the end of this process, whichever way it comes
 * @throws Error with what is missing on the machine
 */
async function startEmbeddedCluster({ node, env, name }) {
  const cluster = (...args) => [CLI, ...args, '--name', name];
  const quietly = { env, cwd: path.dirname(__dirname) };
  const wasUp = await runProgram(node, cluster('status'), quietly).then(
    () => true,
    () => false,
  );
  const guardian = wasUp
    ? undefined
    : whenThisProcessEnds('exec "$@"', [node, ...cluster('down')], env);
  try {
    await withProgress(
      wasUp
        ? `Taking the cluster "${name}" that is up`
        : 'Starting the embedded cluster (built once, ten minutes the first time)',
      detail => up(node, cluster('up'), env, detail),
    );
    return {
      kubeconfig: (await answerOf(node, cluster('kubeconfig'), env)).trim(),
      isOurs: !wasUp,
      addLocust: version =>
        withProgress(`Providing Locust ${version}`, detail =>
          up(node, cluster('add-locust', version), env, detail),
        ),
      addImage: archive =>
        runDetached(node, cluster('add-image', archive), env),
      stop: async () => {
        if (!wasUp) {
          await withProgress('Ending the embedded cluster', () =>
            runDetached(node, cluster('down'), env),
          );
          guardian.dismiss();
        }
      },
    };
  } catch (error) {
    if (!wasUp) {
      await runDetached(node, cluster('down'), env).catch(() => {});
      guardian.dismiss();
    }
    throw error;
  }
}

async function up(node, args, env, detail) {
  try {
    await runDetached(node, args, env, line =>
      detail(line.replace(/^\[ *[\d.]+ s\] /, '').slice(0, 100)),
    );
  } catch (error) {
    const lines = String(error.output ?? error.message)
      .trim()
      .split('\n')
      .filter(line => !/^\[ *[\d.]+ s\]/.test(line));
    throw new Error(lines.join('\n') || error.message, { cause: error });
  }
}

/**
 * The archive of what stands in for a published image.
 *
 * @param {{ node: string, env: NodeJS.ProcessEnv, image: 'node' | 'postgres' }} options
 */
async function standIn({ node, env, image }) {
  const args = [CLI, 'stand-in', image];
  await withProgress(`Providing a stand-in for the image ${image}`, detail =>
    up(node, args, env, detail),
  );
  return (await answerOf(node, args, env)).trim();
}

/** Applies manifests to the cluster of a kubeconfig. */
async function applyManifests({ node, env, kubeconfig, files }) {
  await runDetached(
    node,
    [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      '-e',
      APPLY,
      kubeconfig,
      ...files,
    ],
    env,
  ).catch(error => {
    throw new Error(String(error.output ?? error.message).trim(), {
      cause: error,
    });
  });
}

async function answerOf(node, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    let answer = '';
    child.stdout.on('data', data => {
      answer += data;
    });
    child.on('error', reject);
    child.on('close', code =>
      code === 0
        ? resolve(answer)
        : reject(new Error(`${args.join(' ')} failed (exit code ${code})`)),
    );
  });
}

/** As `runProgram`, in a process group of its own: a Ctrl-C is for us alone, and we end things in order. */
function runDetached(node, args, env, onLine) {
  return runProgram(node, args, { env, onLine, detached: true });
}

module.exports = { applyManifests, standIn, startEmbeddedCluster };
