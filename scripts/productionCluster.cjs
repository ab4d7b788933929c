'use strict';

/**
 * What jest starts before the test of the deployment: an embedded cluster whose node has the portal's image and a
 * PostgreSQL's. With PRODUCTION_CLUSTER it is the cluster of that name, which stays if it was up.
 */

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { bootstrap } = require('./bootstrap.cjs');
const { standIn, startEmbeddedCluster } = require('./embeddedCluster.cjs');
const { provideKubectl } = require('./kubectl.cjs');
const { buildPortalImage } = require('./portalImage.cjs');

module.exports = async function startProductionCluster() {
  const toolchain = await bootstrap();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'locust-production-'));
  try {
    process.env.KUBECTL = await provideKubectl(toolchain.env);
    const portal = await buildPortalImage({ ...toolchain, folder });
    const postgres = await standIn({ ...toolchain, image: 'postgres' });
    const cluster = await startEmbeddedCluster({
      ...toolchain,
      name: process.env.PRODUCTION_CLUSTER ?? 'production',
    });
    globalThis.integrationCluster = cluster;
    await cluster.addImage(portal);
    await cluster.addImage(postgres);
    process.env.KUBECONFIG = cluster.kubeconfig;
  } catch (error) {
    await globalThis.integrationCluster?.stop();
    throw error;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
};
