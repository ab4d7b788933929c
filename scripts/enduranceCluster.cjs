'use strict';

/** What jest starts before the tests that take minutes: a control plane whose CronJobs make no Jobs, for the tests do. */
module.exports = async function startEnduranceCluster() {
  require('@backstage/cli/config/nodeTransform.cjs');
  const { startCluster } = require('dev-cluster');
  const cluster = await startCluster({
    kind: 'control-plane',
    controllers: '*,-cronjob-controller',
    onProgress: message => process.stderr.write(`${message}\n`),
  });
  process.env.LOCUST_TEST_KUBECONFIG = cluster.kubeconfigPath;
  globalThis.integrationCluster = cluster;
};
