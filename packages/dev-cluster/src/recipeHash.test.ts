import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { recipeHash } from './recipeHash';

describe('recipeHash', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'recipe-'));
    await writeFile(path.join(folder, 'main.go'), 'package main');
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('stays the same while nothing changes', async () => {
    expect(await recipeHash([folder], ['flag'])).toBe(
      await recipeHash([folder], ['flag']),
    );
  });

  it('changes with a source, with a new source and with a setting', async () => {
    const hashes = [
      await recipeHash([folder], ['flag']),
      await recipeHash([folder], ['other flag']),
    ];
    await writeFile(path.join(folder, 'dns.go'), 'package main');
    hashes.push(await recipeHash([folder], ['flag']));
    await writeFile(path.join(folder, 'dns.go'), 'package main // changed');
    hashes.push(await recipeHash([folder], ['flag']));
    expect(new Set(hashes).size).toBe(4);
  });

  it('does not change with what is not built', async () => {
    const before = await recipeHash([folder], []);
    await writeFile(path.join(folder, 'main_test.go'), 'package main');
    await writeFile(path.join(folder, 'README.md'), 'text');
    expect(await recipeHash([folder], [])).toBe(before);
  });
});
