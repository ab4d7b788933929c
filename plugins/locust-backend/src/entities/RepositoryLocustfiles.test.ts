import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import { InputError, NotFoundError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import { LARGEST_INLINE_BYTES } from 'backstage-plugin-locust-common';
import { RepositoryLocustfiles } from './RepositoryLocustfiles';

const SOURCE = 'url:https://github.com/acme/shop/tree/main/checkout/';
const FILE = 'from locust import HttpUser\n';

function reading(readUrl: (url: string) => Promise<Buffer>) {
  const asked: string[] = [];
  const files = new RepositoryLocustfiles({
    integrations: ScmIntegrations.fromConfig(new ConfigReader({})),
    urlReader: {
      readTree: async () => {
        throw new Error('A file was asked for');
      },
      readUrl: async url => {
        asked.push(url);
        const bytes = await readUrl(url);
        return { buffer: async () => bytes } as Awaited<
          ReturnType<UrlReaderService['readUrl']>
        >;
      },
    },
  });
  const read = (path: string | undefined, source: string | null = SOURCE) =>
    files.read({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: 'checkout',
        annotations: {
          ...(path !== undefined && { 'locust-qa.xyz/locustfile': path }),
          ...(source !== null && { 'backstage.io/source-location': source }),
        },
      },
    });
  return { asked, read };
}

const withFile = (content: string | Buffer = FILE) =>
  reading(async () => Buffer.from(content as string));

describe('RepositoryLocustfiles', () => {
  it('reads the file that the annotation names from where the source lies', async () => {
    const { read } = withFile();
    expect(await read('loadtest/locustfile.py')).toEqual({
      path: 'loadtest/locustfile.py',
      url: 'https://github.com/acme/shop/tree/main/checkout/loadtest/locustfile.py',
      content: FILE,
    });
  });

  it('reads from hosts that keep the branch in the query', async () => {
    const { read, asked } = withFile();
    await read(
      'load.py',
      'url:https://dev.azure.com/acme/shop/_git/shop?path=%2Fcheckout%2F&version=GBmain',
    );
    expect(asked.map(url => new URL(url).searchParams.get('path'))).toEqual([
      '/checkout/load.py',
    ]);
  });

  it('says what to add to an entity that names none', async () => {
    const { read, asked } = withFile();
    await expect(read(undefined)).rejects.toThrow(
      /no annotation locust-qa.xyz\/locustfile; name the path/,
    );
    expect(asked).toEqual([]);
  });

  it.each([
    'https://github.com/acme/secrets/blob/main/a.py',
    '//github.com/acme/secrets/a.py',
    '/a.py',
    '..\\..\\secrets\\a.py',
    'a.txt',
    'a.py?raw=1',
    'a.py#L1',
  ])('refuses the path %s', async path => {
    const { read, asked } = withFile();
    await expect(read(path)).rejects.toThrow(InputError);
    await expect(read(path)).rejects.toThrow(/it takes the path/);
    expect(asked).toEqual([]);
  });

  it.each(['../search/a.py', 'a/../../b.py', '%2e%2e/a.py', 'a/%2E./../b.py'])(
    'does not follow %s out of the source',
    async path => {
      const { read, asked } = withFile();
      await expect(read(path)).rejects.toThrow(/leads out of/);
      expect(asked).toEqual([]);
    },
  );

  it.each(['../secrets/a.py', '%2e%2e/a.py', 'a/../../b.py', '../secrets/'])(
    'does not follow %s out of a source whose path is in the query',
    async path => {
      const { read, asked } = withFile();
      await expect(
        read(
          path,
          'url:https://dev.azure.com/acme/shop/_git/shop?path=%2Fcheckout%2F&version=GBmain',
        ),
      ).rejects.toThrow(/leads out of/);
      expect(asked).toEqual([]);
    },
  );

  it('says where a source that is no url is', async () => {
    await expect(withFile().read('a.py', 'file:/srv/shop/')).rejects.toThrow(
      'The source of the entity is a file, /srv/shop/',
    );
  });

  it('says that there is no such file', async () => {
    const { read } = reading(async () => {
      throw new NotFoundError('404');
    });
    await expect(read('a.py')).rejects.toThrow(NotFoundError);
    await expect(read('a.py')).rejects.toThrow(/checkout\/a.py$/);
  });

  it('says why the portal could not read it', async () => {
    const { read } = reading(async () => {
      throw new Error('Reading from github.com is not allowed');
    });
    await expect(read('a.py')).rejects.toThrow(
      /could not be read by the portal: Reading from github.com/,
    );
  });

  it('refuses what is too large', async () => {
    const { read } = withFile('x'.repeat(LARGEST_INLINE_BYTES + 1));
    await expect(read('a.py')).rejects.toThrow(/has 921601 bytes/);
  });

  it('refuses what is no text', async () => {
    const { read } = withFile(Buffer.from([0xff, 0xfe, 0x00]));
    await expect(read('a.py')).rejects.toThrow(/no text in UTF-8/);
  });
});
