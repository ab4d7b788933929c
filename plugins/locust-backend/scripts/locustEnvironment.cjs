/**
 * Locust of a given version in a Python environment of its own, made once and kept in the cache folder.
 */
const { ensurePackages, run } = require('./pythonEnvironment.cjs');

/** Locust does not bound its own dependencies from above; these are the last ones each version ran with. */
const FLASK_2 = [
  'flask<2.3',
  'werkzeug<2.3',
  'geventhttpclient<2.1',
  'gevent<24',
  'setuptools<81',
];
const PINS = {
  '2.8.5': FLASK_2,
  '2.15.1': FLASK_2,
  '2.24.1': ['setuptools<81'],
  '2.32.4': ['setuptools<81'],
};

const VERSIONS = [
  '2.8.5',
  '2.15.1',
  '2.24.1',
  '2.32.4',
  '2.37.14',
  '2.42.6',
  '2.47.0',
];

/**
 * The folder of an environment with this version of Locust and these packages beside it.
 * `progress` is told what takes its time.
 */
function ensureLocust(version, { packages = [], progress } = {}) {
  return ensurePackages(
    `locust-${version}`,
    [`locust==${version}`, ...(PINS[version] ?? []), ...packages],
    { progress },
  );
}

module.exports = { ensureLocust, run, VERSIONS };
