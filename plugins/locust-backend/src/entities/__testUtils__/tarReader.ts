import { Readable } from 'node:stream';
import { UrlReaders } from '@backstage/backend-defaults/urlReader';
import { mockServices } from '@backstage/backend-test-utils';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { type TarEntry, tarOf } from './tarOf';

/**
 * Backstage's own reader of trees, over a repository that is an archive. As with GitHub's, the whole repository comes
 * and what lies below the url is taken.
 */
export function tarReader(
  repository: Readonly<Record<string, TarEntry>>,
  root = 'https://github.com/acme/shop/tree/main/',
): UrlReaderService {
  return UrlReaders.create({
    logger: mockServices.logger.mock(),
    config: mockServices.rootConfig(),
    factories: [
      ({ treeResponseFactory }) => [
        {
          predicate: url => url.href.startsWith(root),
          reader: {
            readUrl: () => Promise.reject(new Error('Only trees are read')),
            search: () => Promise.reject(new Error('Only trees are read')),
            readTree: (url, options) =>
              treeResponseFactory.fromTarArchive({
                stream: Readable.from([tarOf(repository)]),
                subpath: url.slice(root.length),
                etag: '1a2b3c4',
                filter: options?.filter,
              }),
          },
        },
      ],
    ],
  });
}
