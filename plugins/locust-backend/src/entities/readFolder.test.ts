import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { InputError, NotFoundError } from '@backstage/errors';
import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  LARGEST_INLINE_BYTES,
  MOST_FOLDER_FILES,
} from 'backstage-plugin-locust-common';
import type { TarEntry } from './__testUtils__/tarOf';
import { tarReader } from './__testUtils__/tarReader';
import { readFolder } from './readFolder';

const URL = 'https://github.com/acme/shop/tree/main/checkout/load';
const MAIN = 'from lib.shop import Shopper\n';
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0xff]);

const below = (files: Readonly<Record<string, TarEntry>>) =>
  Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      `checkout/load/${name}`,
      content,
    ]),
  );

const read = (files: Readonly<Record<string, TarEntry>>) =>
  readFolder(tarReader(below(files)), URL);

describe('a folder of a repository', () => {
  it('is all that lies below it: modules, data and bytes, and nothing from beside it', async () => {
    const reader = tarReader({
      ...below({
        'locustfile.py': MAIN,
        'lib/__init__.py': '# shop\n',
        'lib/shop.py': 'class Shopper: ...\n',
        'data/users.csv': '\ufeffname\nÄda\n',
        'data/logo.png': PNG,
      }),
      'checkout/secret.py': 'no',
      'checkout/loads.py': 'no',
    });
    expect(await readFolder(reader, URL)).toEqual({
      snapshot: {
        main: 'locustfile.py',
        files: {
          'locustfile.py': MAIN,
          'lib/__init__.py': '# shop\n',
          'lib/shop.py': 'class Shopper: ...\n',
          'data/users.csv': '\ufeffname\nÄda\n',
        },
        binary: { 'data/logo.png': PNG.toString('base64') },
      },
      leftOut: [],
    });
  });

  it('leaves out what is hidden or compiled, and says so', async () => {
    const { snapshot, leftOut } = await read({
      'locustfile.py': MAIN,
      '.env': 'PASSWORD=x',
      '.venv/lib/a.py': '',
      'lib/__pycache__/shop.cpython-312.pyc': PNG,
    });
    expect(Object.keys(snapshot.files)).toEqual(['locustfile.py']);
    expect(leftOut).toEqual([
      '.env',
      '.venv/lib/a.py',
      'lib/__pycache__/shop.cpython-312.pyc',
    ]);
  });

  describe('with empty files', () => {
    let temporary: string;

    beforeEach(async () => {
      temporary = await mkdtemp(path.join(os.tmpdir(), 'read-folder-'));
      jest.spyOn(os, 'tmpdir').mockReturnValue(temporary);
    });

    afterEach(async () => {
      jest.restoreAllMocks();
      await rm(temporary, { recursive: true });
    });

    it('has them', async () => {
      const { snapshot } = await read({
        'locustfile.py': MAIN,
        'lib/__init__.py': '',
      });
      expect(snapshot.files['lib/__init__.py']).toBe('');
      expect(await readdir(temporary)).toEqual([]);
    });

    it.each([
      ['in it', 'locustfile.py'],
      ['out of it', '../../../../etc/passwd'],
      ['to an absolute path', '/etc/passwd'],
    ])('does not take a link that leads %s for one', async (_, link) => {
      const reading = read({
        'locustfile.py': MAIN,
        'lib/__init__.py': '',
        'lib/shop.py': { link },
      });
      await expect(reading).rejects.toThrow(InputError);
      await expect(reading).rejects.toThrow(
        /links in place of files: lib\/shop.py; put the files/,
      );
      expect(await readdir(temporary)).toEqual([]);
    });
  });

  it('is refused where it is too large, with the largest files', async () => {
    const half = 'x'.repeat(LARGEST_INLINE_BYTES / 2);
    const reading = read({
      'locustfile.py': MAIN,
      'data/a.csv': half,
      'data/b.csv': `${half}y`,
    });
    await expect(reading).rejects.toThrow(InputError);
    await expect(reading).rejects.toThrow(
      /holds 3 files of 921630 bytes together; .* largest are data\/b.csv \(460801\), data\/a.csv \(460800\)/,
    );
  });

  it('is taken up to the limit', async () => {
    const rest = 'x'.repeat(LARGEST_INLINE_BYTES - MAIN.length);
    const { snapshot } = await read({ 'locustfile.py': MAIN, 'a.csv': rest });
    expect(snapshot.files['a.csv']).toHaveLength(rest.length);
  });

  it('is refused where it has too many files', async () => {
    const many = Object.fromEntries(
      Array.from({ length: MOST_FOLDER_FILES }, (_, i) => [
        `a${i}.py`,
        'x = 1',
      ]),
    );
    await expect(read({ 'locustfile.py': MAIN, ...many })).rejects.toThrow(
      /holds 101 files of .* a test may have 100 files/,
    );
  });

  it.each(['data/my users.csv', 'lib/größe.py', 'a..py', '-a.py'])(
    'is refused with the name %s, which no key of a ConfigMap has',
    async name => {
      const reading = read({ 'locustfile.py': MAIN, [name]: 'x' });
      await expect(reading).rejects.toThrow(InputError);
      await expect(reading).rejects.toThrow(`cannot name: ${name}`);
    },
  );

  it('is refused without a locustfile.py, with what there is', async () => {
    await expect(read({ 'test.py': MAIN, 'lib/a.py': 'x' })).rejects.toThrow(
      /holds no locustfile.py, .* it holds lib\/a.py, test.py/,
    );
  });

  it('is refused where locustfile.py is no text', async () => {
    await expect(read({ 'locustfile.py': PNG })).rejects.toThrow(
      /locustfile.py is no text in UTF-8/,
    );
  });

  it('is not found where nothing lies below it', async () => {
    await expect(
      readFolder(tarReader({ 'checkout/a.py': 'x' }), URL),
    ).rejects.toThrow(NotFoundError);
  });

  it('is not found where the host says so', async () => {
    await expect(
      readFolder(
        { readTree: () => Promise.reject(new NotFoundError('404')) },
        URL,
      ),
    ).rejects.toThrow(`There is no folder at ${URL}`);
  });

  it('says what to do on a host whose reader has no trees', async () => {
    const plain = UrlReaders.default({
      logger: mockServices.logger.mock(),
      config: new ConfigReader({
        backend: { reading: { allow: [{ host: 'files.acme.test' }] } },
      }),
    });
    await expect(
      readFolder(plain, 'https://files.acme.test/load'),
    ).rejects.toThrow(/single files only; name a Python file in place/);
  });

  it('says why the portal could not read it', async () => {
    await expect(
      readFolder(
        { readTree: () => Promise.reject(new Error('Bad credentials')) },
        URL,
      ),
    ).rejects.toThrow(
      `${URL} could not be read by the portal: Bad credentials`,
    );
  });
});
