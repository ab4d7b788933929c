import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

const ROOT = path.resolve(__dirname, '../../../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

/** The instructions, each on one line. */
const instructions = read('packages/backend/Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n/g, '')
  .split('\n')
  .filter(Boolean)
  .map(line => {
    const [, word, rest] = line.match(/^(\w+) +(.*)$/)!;
    return { word, rest };
  });
const all = (word: string) =>
  instructions.filter(it => it.word === word).map(it => it.rest);

/** Those of the stage that becomes the image. */
const last = instructions.slice(
  instructions.map(it => it.word).lastIndexOf('FROM'),
);

describe("the portal's Dockerfile", () => {
  it('begins with one image, of a Node that the workspace runs on', () => {
    const [argument] = all('ARG');
    expect(argument).toBe('NODE_IMAGE=node:22-bookworm-slim');
    const { engines } = JSON.parse(read('package.json'));
    expect(engines.node.split(' || ')).toContain(
      argument.match(/node:(\d+)-/)![1],
    );
    const stages = all('FROM').map(it => it.split(' AS ')[1]);
    for (const image of all('FROM').map(it => it.split(' AS ')[0])) {
      expect(['${NODE_IMAGE}', ...stages]).toContain(image);
    }
  });

  it('installs with the one Yarn that is committed', () => {
    const { yarnPath } = parse(read('.yarnrc.yml'));
    expect(readdirSync(path.join(ROOT, '.yarn/releases'))).toEqual([
      path.basename(yarnPath),
    ]);
    for (const command of all('RUN').filter(it => it.includes('install '))) {
      expect(command).toMatch(
        /^apt-get|node \.yarn\/releases\/yarn-\*\.cjs install --immutable$/,
      );
    }
  });

  it('copies what is there and what .dockerignore leaves in', () => {
    const rules = read('.dockerignore').split('\n');
    for (const copy of all('COPY').filter(it => !it.includes('--from='))) {
      for (const source of copy.split(' ').slice(0, -1)) {
        expect([source, existsSync(path.join(ROOT, source))]).toEqual([
          source,
          true,
        ]);
        expect(rules).toContain(`!${source}`);
      }
    }
    expect(rules[1]).toBe('*');
    expect(rules).toEqual(
      expect.arrayContaining([
        '**/*.local.yaml',
        '**/*-credentials.yaml',
        '**/.env',
      ]),
    );
  });

  it('runs as a user who is not root and may change nothing', () => {
    expect(last.filter(it => it.word === 'USER')).toEqual([
      { word: 'USER', rest: '1000:1000' },
    ]);
    for (const { word, rest } of last) {
      expect([word, rest]).not.toEqual([
        'COPY',
        expect.stringMatching(/chown/),
      ]);
      // What a shell would do after USER belongs to the stages before.
      expect(word).not.toBe('RUN');
    }
  });

  it('starts the backend with configuration that is in the image', () => {
    const [command] = last.filter(it => it.word === 'CMD');
    const [program, ...args] = JSON.parse(command.rest);
    expect(program).toBe('packages/backend');
    const configs = args.filter((it: string) => it !== '--config');
    expect(configs).toEqual(['app-config.yaml', 'app-config.production.yaml']);
    const copied = all('COPY').flatMap(it => it.split(' '));
    expect(copied).toEqual(expect.arrayContaining(configs));
    expect(last).toContainEqual({
      word: 'ENTRYPOINT',
      rest: '["node"]',
    });
  });
});
