import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { type Entity, getEntitySourceLocation } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import {
  ANNOTATIONS,
  LARGEST_INLINE_BYTES,
} from 'backstage-plugin-locust-common';
import { type ReadFolder, readFolder } from './readFolder';

/** A locustfile as it lies in the repository of an entity. */
export interface RepositoryLocustfile {
  readonly path: string;
  readonly url: string;
  /** Of a folder, that of the locustfile in it. */
  readonly content: string;
  readonly folder?: ReadFolder;
}

/**
 * Reads the locustfile, or the folder with one, that an entity's annotation names, from where its source lies. The
 * reader has the portal's own credentials for every repository that is integrated, so no path may lead out of the
 * entity's own source.
 */
export class RepositoryLocustfiles {
  constructor(
    private readonly options: {
      readonly urlReader: Pick<UrlReaderService, 'readUrl' | 'readTree'>;
      readonly integrations: Pick<ScmIntegrationRegistry, 'resolveUrl'>;
    },
  ) {}

  /**
   * @throws NotFoundError where the entity names none, or there is none at the place that it names
   * @throws InputError where the annotation or the file cannot be used, with what would do
   */
  async read(entity: Entity): Promise<RepositoryLocustfile> {
    const path = entity.metadata.annotations?.[ANNOTATIONS.locustfile];
    if (!path) {
      throw new NotFoundError(
        `The entity has no annotation ${ANNOTATIONS.locustfile}; name the path of a Python file in its repository there, such as loadtest/locustfile.py, or of a folder, such as loadtest/`,
      );
    }
    const url = this.urlOf(entity, path);
    if (path.endsWith('/')) {
      const folder = await readFolder(this.options.urlReader, url);
      const { main, files } = folder.snapshot;
      return { path, url, content: files[main], folder };
    }
    const { buffer } = await this.options.urlReader
      .readUrl(url)
      .catch(error => {
        throw isNotFound(error)
          ? new NotFoundError(`There is no file at ${url}`)
          : new InputError(
              `${url} could not be read by the portal: ${error.message}`,
            );
      });
    const bytes = await buffer();
    if (bytes.length > LARGEST_INLINE_BYTES) {
      throw new InputError(
        `${url} has ${bytes.length} bytes; a locustfile may have ${LARGEST_INLINE_BYTES}`,
      );
    }
    return { path, url, content: textOf(bytes, url) };
  }

  private urlOf(entity: Entity, path: string): string {
    const annotation = `annotation ${ANNOTATIONS.locustfile}: "${path}" was refused;`;
    if (!/^[^:?#\\]+(\.py|\/)$/.test(path) || path.startsWith('/')) {
      throw new InputError(
        `${annotation} it takes the path of a Python file in the entity's own repository, such as loadtest/locustfile.py, or of a folder that ends in a slash, such as loadtest/`,
      );
    }
    const { type, target } = getEntitySourceLocation(entity);
    if (type !== 'url') {
      throw new InputError(
        `The source of the entity is a ${type}, ${target}; locustfiles are read from a url only`,
      );
    }
    const { integrations } = this.options;
    const url = integrations.resolveUrl({
      // Some hosts take a path that ends in a slash for another one.
      url: path.replace(/(?<=[^/])\/+$/, ''),
      base: target,
    });
    // Dots, written out or escaped, are resolved by now.
    const folder = integrations.resolveUrl({ url: '.', base: target });
    if (!isBelow(url, folder)) {
      throw new InputError(
        `${annotation} it leads out of ${target}, where the entity's source is`,
      );
    }
    return url;
  }
}

/** The path is in the query on some hosts. */
function isBelow(url: string, folder: string): boolean {
  const [a, b] = [url, folder].map(it => new URL(it));
  const inQuery = (it: URL) => it.searchParams.get('path') ?? '';
  return (
    a.origin === b.origin &&
    a.pathname.startsWith(b.pathname) &&
    inQuery(a).startsWith(inQuery(b))
  );
}

function isNotFound(error: unknown): boolean {
  return (error as { name?: string }).name === 'NotFoundError';
}

function textOf(bytes: Buffer, url: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${url} is no text in UTF-8; save it as such`);
  }
}
