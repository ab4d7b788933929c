'use strict';

// Writes manifests/crd.yaml from the fields of the resource.

require('@backstage/cli/config/nodeTransform.cjs');
const { writeFileSync } = require('node:fs');
const { resolve } = require('node:path');
const {
  renderResourceDefinition,
} = require('../src/operator/renderResourceDefinition.ts');

writeFileSync(
  resolve(__dirname, '../manifests/crd.yaml'),
  renderResourceDefinition(),
);
