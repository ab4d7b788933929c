'use strict';

module.exports = async function stopIntegrationCluster() {
  await globalThis.integrationCluster?.stop();
};
