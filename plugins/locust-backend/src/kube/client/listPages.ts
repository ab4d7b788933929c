import { isFailure } from '../KubeApiError';
import { KubeObject } from '../KubeObject';

/** Which objects of a resource. No namespace means all of them. */
export interface Selection {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export interface ListOptions extends Selection {
  /** Objects per page, at most. Default 500. Fewer are asked for where they are large. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
}

export interface ListPage<T> {
  readonly items: readonly T[];
  /** Of the list as a whole, the same on every page: where a watch goes on. */
  readonly resourceVersion: string;
}

/** A list as the API server answers it. */
interface ListAnswer<T> {
  readonly items?: readonly T[] | null;
  readonly metadata?: {
    readonly resourceVersion?: string;
    readonly continue?: string;
  };
}

/** Asks for one page, and tells how many bytes the answer had. */
type GetPage = <T>(
  query: Readonly<Record<string, string | number | undefined>>,
  onSize: (bytes: number) => void,
) => Promise<T>;

const DEFAULT_PAGE = 500;

/** Parsing a page of this size stays well below 50 ms. */
const COMFORTABLE_PAGE_BYTES = 1024 * 1024;

/**
 * Lists page by page, from the newest state there is (a quorum read). Throws `gone` if the list takes so long that
 * its version is compacted: start again. Pages become smaller where objects are large, so that no page holds the
 * event loop for long.
 */
export async function* listPages<T extends KubeObject>(
  getPage: GetPage,
  options: ListOptions,
): AsyncGenerator<ListPage<T>> {
  const { labelSelector, fieldSelector } = options;
  let limit = options.limit ?? DEFAULT_PAGE;
  let token: string | undefined;
  do {
    let bytes = 0;
    let page: ListAnswer<T>;
    try {
      page = await getPage<ListAnswer<T>>(
        { labelSelector, fieldSelector, limit, continue: token },
        size => {
          bytes = size;
        },
      );
    } catch (error) {
      if (
        isFailure(error, 'truncated') &&
        error.reason === 'ResponseTooLarge' &&
        limit > 1
      ) {
        limit = Math.ceil(limit / 8);
        continue;
      }
      throw error;
    }
    token = page.metadata?.continue || undefined;
    yield {
      items: page.items ?? [],
      resourceVersion: page.metadata?.resourceVersion ?? '',
    };
    if (bytes > COMFORTABLE_PAGE_BYTES) {
      limit = Math.max(1, Math.floor((limit * COMFORTABLE_PAGE_BYTES) / bytes));
    }
  } while (token !== undefined);
}
