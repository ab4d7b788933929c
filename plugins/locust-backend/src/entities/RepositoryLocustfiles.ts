import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { type Entity, getEntitySourceLocation } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import {
  ANNOTATIONS,
  LARGEST_INLINE_BYTES,
} from 'backstage-plugin-locust-common';

/** A locustfile as it lies in the repository of an entity. */
export interface RepositoryLocustfile {
  readonly path: string;
  readonly url: string;
  readonly content: string;
}

/**
 * Reads the locustfile that an entity's annotation names, from where its source lies. The reader has the portal's own
 * credentials for every repository that is integrated, so no path may lead out of the entity's own source.
 */
export class RepositoryLocustfiles {
  constructor(
    private readonly options: {
      readonly urlReader: Pick<UrlReaderService, 'readUrl'>;
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
        `The entity has no annotation ${ANNOTATIONS.locustfile}; name the path of a Python file in its repository there, such as loadtest/locustfile.py`,
      );
    }
    const url = this.urlOf(entity, path);
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
    if (!/^[^:?#\\]+\.py$/.test(path) || path.startsWith('/')) {
      throw new InputError(
        `${annotation} it takes the path of a Python file in the entity's own repository, such as loadtest/locustfile.py`,
      );
    }
    const { type, target } = getEntitySourceLocation(entity);
    if (type !== 'url') {
      throw new InputError(
        `The source of the entity is a ${type}, ${target}; locustfiles are read from a url only`,
      );
    }
    const url = this.options.integrations.resolveUrl({
      url: path,
      base: target,
    });
    // Dots, written out or escaped, are resolved by now.
    const folder = new URL('.', target);
    const { origin, pathname } = new URL(url);
    if (origin !== folder.origin || !pathname.startsWith(folder.pathname)) {
      throw new InputError(
        `${annotation} it leads out of ${target}, where the entity's source is`,
      );
    }
    return url;
  }
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
