import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { STATEMENTS } from './statements';

/** The names of the tests in this folder that run, by the heading they stand under. */
function testsUnder(heading: string): readonly string[] {
  return readdirSync(__dirname)
    .filter(file => file.endsWith('.integration.test.ts'))
    .map(file => readFileSync(path.join(__dirname, file), 'utf8'))
    .filter(source => source.includes(`describe("${heading}"`))
    .flatMap(source =>
      [...source.matchAll(/^ {2}it\(\s*'([^'\n]+)'/gm)].map(([, name]) => name),
    );
}

describe.each(Object.entries(STATEMENTS))('%s', (heading, statements) => {
  it.each(statements.map(statement => [statement]))('%s', statement => {
    expect(testsUnder(heading)).toContain(statement);
  });

  it('has no test of another name', () => {
    expect([...testsUnder(heading)].sort()).toEqual([...statements].sort());
  });
});
