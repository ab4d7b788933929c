'use strict';

const fs = require('node:fs');

module.exports = async function stopIntegrationCluster() {
  await globalThis.integrationCluster?.stop();
  if (globalThis.integrationFolder) {
    fs.rmSync(globalThis.integrationFolder, { recursive: true, force: true });
  }
};
