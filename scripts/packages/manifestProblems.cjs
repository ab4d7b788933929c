'use strict';

/** What a package of each role is found by, which Backstage's CLI reads from its types. */
const FEATURES = {
  'frontend-plugin': '@backstage/FrontendPlugin',
  'frontend-plugin-module': '@backstage/FrontendModule',
  'backend-plugin': '@backstage/BackendFeature',
  'backend-plugin-module': '@backstage/BackendFeature',
};

const BUNDLED_FOR_BROWSERS = [
  'frontend-plugin',
  'frontend-plugin-module',
  'web-library',
  'common-library',
];

/**
 * What a published package.json says wrongly or not at all, beside what publint knows of any package.
 *
 * @param {import('./UnpackedPackage.cjs').UnpackedPackage} unpacked
 * @returns {readonly string[]}
 */
function manifestProblems({ manifest }) {
  const { role, features } = manifest.backstage;
  const problems = [];
  for (const field of ['version', 'description', 'license']) {
    if (!manifest[field]) {
      problems.push(`there is no "${field}"`);
    }
  }
  if (!manifest.keywords?.includes('backstage')) {
    problems.push('"keywords" do not name backstage');
  }
  if (manifest.publishConfig?.access !== 'public') {
    problems.push('"publishConfig.access" is not public');
  }
  if (FEATURES[role] !== features?.['.']) {
    problems.push(
      `"backstage.features" says ${features?.['.']} of the package, which as ${role} is ${FEATURES[role]}`,
    );
  }
  if (BUNDLED_FOR_BROWSERS.includes(role) && manifest.sideEffects !== false) {
    problems.push('"sideEffects" is not false');
  }
  if (manifest.devDependencies) {
    problems.push('"devDependencies" are of no use to others');
  }
  for (const [entry, target] of Object.entries(manifest.exports ?? {})) {
    if (entry !== './package.json' && !target.types) {
      problems.push(`"exports" have no types for ${entry}`);
    }
  }
  if (!manifest.exports?.['.']) {
    problems.push('"exports" do not say what the package itself is');
  }
  for (const [name, range] of Object.entries({
    ...manifest.dependencies,
    ...manifest.peerDependencies,
  })) {
    if (/^(workspace|link|file|portal|patch):/.test(range)) {
      problems.push(`${name} is ${range}, which means nothing elsewhere`);
    }
  }
  return problems;
}

module.exports = { manifestProblems };
