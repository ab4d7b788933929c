/** Attributes that a person reads or hears. */
const SPOKEN =
  'label|title|subtitle|alt|heading|hint|helperText|titleAccess|confirmLabel|emptyText|reference|aria-label';

const config = require('@backstage/cli/config/eslint-factory')(__dirname, {
  plugins: ['react'],
});

// What the screens say is in src/translations, so that it can be said in other languages.
config.overrides.push({
  files: ['src/**/*.tsx'],
  excludedFiles: ['**/*.test.tsx', '**/__testUtils__/**'],
  rules: {
    'react/jsx-no-literals': [
      'error',
      { ignoreProps: true, allowedStrings: ['·', '—', ':', '/', ','] },
    ],
    'no-restricted-syntax': [
      ...config.rules['no-restricted-syntax'],
      {
        selector: `JSXAttribute[name.name=/^(${SPOKEN})$/] > Literal[value=/[A-Za-z]{2}/]`,
        message: 'Put the text into src/translations',
      },
    ],
  },
});

module.exports = config;
