'use strict';

/** What jest starts before the integration tests: etcd, an API server and the controllers, of their own. */
module.exports = async function startIntegrationCluster() {
  require('@backstage/cli/config/nodeTransform.cjs');
  const { startCluster } = require('dev-cluster');
  const cluster = await startCluster({
    kind: 'control-plane',
    onProgress: message => process.stderr.write(`${message}\n`),
  });
  process.env.LOCUST_TEST_KUBECONFIG = cluster.kubeconfigPath;
  globalThis.integrationCluster = cluster;
};
