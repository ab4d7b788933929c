'use strict';

const fs = require('node:fs');
const { parse, stringify } = require('yaml');
const { addToOldFrontend } = require('./oldFrontend.cjs');
const { readmeInstructions } = require('./readmeInstructions.cjs');

const INSTALLATION = ['README.md', '## Install it in your portal'];
const OLD_FRONTEND = [
  'plugins/locust/README.md',
  '## Apps of the old frontend system',
];
const BACKEND = 'packages/backend/src/index.ts';

/** What is done to an app, by the block of code that says so. */
const ACTIONS = {
  sh: (text, { app }) => app.run(text),
  ts: (text, { app }) => app.insert(BACKEND, text, /\nbackend\.start\(\)/),
  yaml: (text, { app, component }) => {
    const { metadata, ...config } = parse(text);
    if (metadata) {
      const entity = parse(fs.readFileSync(component, 'utf8'));
      Object.assign(entity.metadata, metadata);
      fs.writeFileSync(component, stringify(entity));
    } else {
      app.configure(config);
    }
  },
  tsx: (text, { app }) => addToOldFrontend(app, text),
};

/**
 * Does to an app what the README says for its installation, up to the last command, which starts it.
 *
 * @param {object} options
 * @param {import('./NewApp.cjs').NewApp} options.app
 * @param {string} options.component - path of the catalog-info.yaml of the component that is to be tested
 * @param {boolean} options.legacy - whether the app has the old frontend system
 * @param {Readonly<Record<string, string>>} options.values - by what the README says in their place, for example
 * @param {(name: string, action: () => unknown) => Promise<void>} options.take - is given every instruction
 * @returns {Promise<string>} the last command
 */
async function followReadme({ app, component, legacy, values, take }) {
  const instructions = withValues(readmeInstructions(...INSTALLATION), values);
  const { text: startCommand } = instructions.pop();
  if (legacy) {
    instructions.push(...readmeInstructions(...OLD_FRONTEND));
  }
  for (const { language, text } of instructions) {
    await take(text, () => {
      if (!ACTIONS[language]) {
        throw new Error(`Nothing is known to be done with ${language}`);
      }
      return ACTIONS[language](text, { app, component });
    });
  }
  return startCommand;
}

function withValues(instructions, values) {
  const all = instructions.map(({ text }) => text).join('\n');
  const gone = Object.keys(values).find(example => !all.includes(example));
  if (gone) {
    throw new Error(`The README no longer says ${gone}`);
  }
  return instructions.map(({ language, text }) => ({
    language,
    text: Object.entries(values).reduce(
      (replaced, [example, value]) => replaced.replaceAll(example, value),
      text,
    ),
  }));
}

module.exports = { followReadme };
