import { createHash } from 'node:crypto';
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readlink,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from './runCommand';
import { TarArchive } from './tarArchive';

describe('TarArchive', () => {
  let folder: string;
  let tree: string;
  let unpacked: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tar-archive-'));
    tree = path.join(folder, 'tree');
    unpacked = path.join(folder, 'unpacked');
    await mkdir(tree);
    await mkdir(unpacked);
  });

  afterEach(() => rm(folder, { recursive: true }));

  /** Packs the tree and lets the system's tar unpack it. */
  async function roundTrip(): Promise<string> {
    const file = path.join(folder, 'archive.tar');
    const archive = await TarArchive.create(file);
    await archive.addTree(tree);
    const digest = await archive.close();
    await runCommand('tar', ['-xf', file, '-C', unpacked]);
    expect(digest).toBe(
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    );
    return file;
  }

  it('keeps contents, modes and times of files and folders', async () => {
    await mkdir(path.join(tree, 'bin'), { mode: 0o750 });
    const tool = path.join(tree, 'bin', 'tool');
    await writeFile(tool, '#!/bin/sh\n');
    await chmod(tool, 0o4755);
    await utimes(tool, 1_700_000_000, 1_700_000_000);
    await writeFile(path.join(tree, 'empty'), '');
    // Neither a multiple of tar's block nor smaller than the writer's buffer.
    const large = Buffer.alloc(3_000_001, 'abcdefg');
    await writeFile(path.join(tree, 'large'), large);

    await roundTrip();

    const stat = await lstat(path.join(unpacked, 'bin', 'tool'));
    expect(stat.mode % 0o1000).toBe(0o755);
    expect(stat.mtimeMs).toBe(1_700_000_000_000);
    expect((await lstat(path.join(unpacked, 'bin'))).mode % 0o1000).toBe(0o750);
    expect(await readFile(path.join(unpacked, 'empty'), 'utf8')).toBe('');
    expect(large.equals(await readFile(path.join(unpacked, 'large')))).toBe(
      true,
    );
  });

  it('keeps symbolic links as they are written, dangling or not', async () => {
    await symlink('/nowhere/at all', path.join(tree, 'dangling'));
    await symlink('../elsewhere', path.join(tree, 'relative'));

    await roundTrip();

    expect(await readlink(path.join(unpacked, 'dangling'))).toBe(
      '/nowhere/at all',
    );
    expect(await readlink(path.join(unpacked, 'relative'))).toBe(
      '../elsewhere',
    );
  });

  it('keeps two names of one file one file', async () => {
    await writeFile(path.join(tree, 'first'), 'content');
    await link(path.join(tree, 'first'), path.join(tree, 'second'));

    await roundTrip();

    const first = await lstat(path.join(unpacked, 'first'));
    const second = await lstat(path.join(unpacked, 'second'));
    expect(second.ino).toBe(first.ino);
  });

  it('keeps names and link targets that are long or not ASCII', async () => {
    const deep = path.join(...Array<string>(12).fill('a-rather-long-folder'));
    await mkdir(path.join(tree, deep), { recursive: true });
    await writeFile(path.join(tree, deep, 'file'), 'deep');
    await writeFile(path.join(tree, 'Főtanúsítvány.pem'), 'certificate');
    await symlink(`${'x/'.repeat(80)}ű`, path.join(tree, 'long-link'));

    await roundTrip();

    expect(await readFile(path.join(unpacked, deep, 'file'), 'utf8')).toBe(
      'deep',
    );
    expect(
      await readFile(path.join(unpacked, 'Főtanúsítvány.pem'), 'utf8'),
    ).toBe('certificate');
    expect(await readlink(path.join(unpacked, 'long-link'))).toBe(
      `${'x/'.repeat(80)}ű`,
    );
  });

  it('holds files that are made up in memory', async () => {
    const file = path.join(folder, 'archive.tar');
    const archive = await TarArchive.create(file);
    await archive.addFile('manifest.json', Buffer.from('[]'));
    await archive.close();
    expect(await runCommand('tar', ['-xOf', file, 'manifest.json'])).toBe('[]');
  });
});
