/** What a room may not know, so that imports go one way: api → operator, outcomes, history, policy → kube. */
const zone = (target, ...from) => ({
  target: `./src/${target}`,
  from: from.map(room => `./src/${room}`),
  message: `${target}/ does not know ${from.join(
    '/, ',
  )}/; it is handed an interface of runs/ instead`,
});

module.exports = require('@backstage/cli/config/eslint-factory')(__dirname, {
  settings: { 'import/resolver': { node: { extensions: ['.ts', '.js'] } } },
  rules: {
    'import/no-restricted-paths': [
      'error',
      {
        basePath: __dirname,
        zones: [
          zone(
            'kube',
            'operator',
            'outcomes',
            'history',
            'policy',
            'entities',
            'runs',
            'freezes',
            'gate',
            'api',
          ),
          zone(
            'runs',
            'operator',
            'outcomes',
            'history',
            'policy',
            'gate',
            'api',
          ),
          zone('operator', 'outcomes', 'history', 'policy', 'gate', 'api'),
          zone('outcomes', 'operator', 'history', 'policy', 'gate', 'api'),
          zone(
            'history',
            'kube',
            'operator',
            'outcomes',
            'policy',
            'gate',
            'api',
          ),
          zone('exports', 'kube', 'operator', 'history', 'policy', 'api'),
          zone('freezes', 'operator', 'outcomes', 'history', 'gate', 'api'),
          zone('policy', 'kube', 'operator', 'outcomes', 'history', 'api'),
        ],
      },
    ],
  },
});
