'use strict';

const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.resolve(__dirname, '..', '..');

/**
 * What a README tells people to run, write and configure: the blocks of code below a heading, in their order.
 *
 * @param {string} file - path in the repository
 * @param {string} heading - with its `#`s
 * @returns {readonly { language: string, text: string }[]}
 * @throws Error where there is no such heading
 */
function readmeInstructions(file, heading) {
  const text = fs.readFileSync(path.join(ROOT, file), 'utf8');
  const [, after] = text.split(`\n${heading}\n`);
  if (after === undefined) {
    throw new Error(`${file} has no heading "${heading}"`);
  }
  const [section] = after.split(/\n##? /);
  const blocks = section.matchAll(/^( *)```(\w+)\n([\s\S]*?)\n\1```$/gm);
  return [...blocks].map(([, indentation, language, code]) => ({
    language,
    text: code
      .split('\n')
      .map(line => line.slice(indentation.length))
      .join('\n'),
  }));
}

module.exports = { readmeInstructions };
