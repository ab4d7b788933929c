'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

/** What jest starts before the integration tests: etcd, an API server and the controllers, of their own. */
module.exports = async function startIntegrationCluster() {
  require('@backstage/cli/config/nodeTransform.cjs');
  const { startCluster } = require('dev-cluster');
  // Apart from the cluster's folder, which goes with it.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'integration-'));
  const auditLog = path.join(folder, 'audit.log');
  const cluster = await startCluster({
    kind: 'control-plane',
    auditLog,
    onProgress: message => process.stderr.write(`${message}\n`),
  });
  process.env.LOCUST_TEST_AUDIT_LOG = auditLog;
  process.env.LOCUST_TEST_KUBECONFIG = cluster.kubeconfigPath;
  globalThis.integrationCluster = cluster;
  globalThis.integrationFolder = folder;
};
