/** The name of an image, taken apart as a container runtime does. @public */
export interface ImageReference {
  /** Host, with a port where it has one; `docker.io` where the name has none. */
  readonly registry: string;
  /** Without the registry; with `library/` in front where Docker's registry would add it. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

/** What a name without a registry is looked for in. */
const DEFAULT_REGISTRY = 'docker.io';
const DEFAULT_TAG = 'latest';

const HOST =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[0-9a-fA-F:]+\])(?::\d+)?$/;
const PART = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,}$/;

/**
 * Takes the name of an image apart. Rules are held against its parts and never against its text, for
 * `good.io.evil.com/x` begins as `good.io` does.
 *
 * @returns undefined where no runtime would take the name
 * @public
 */
export function parseImageReference(name: string): ImageReference | undefined {
  const [beforeDigest, digest, ...others] = name.split('@');
  if (others.length > 0 || (digest !== undefined && !DIGEST.test(digest))) {
    return undefined;
  }
  const tagAt = beforeDigest.lastIndexOf(':');
  const hasTag = tagAt > beforeDigest.lastIndexOf('/');
  const path = hasTag ? beforeDigest.slice(0, tagAt) : beforeDigest;
  const tag = hasTag ? beforeDigest.slice(tagAt + 1) : undefined;
  if (tag !== undefined && !TAG.test(tag)) {
    return undefined;
  }
  const { registry, repository } = splitRegistry(path);
  if (
    !HOST.test(registry) ||
    !repository.split('/').every(part => PART.test(part))
  ) {
    return undefined;
  }
  return {
    registry: registry.toLowerCase(),
    repository,
    // What a digest names is fixed; the tag beside it says nothing.
    ...(digest === undefined ? { tag: tag ?? DEFAULT_TAG } : { digest }),
  };
}

/** The first part is a registry only where it looks like a host. */
function splitRegistry(path: string): {
  readonly registry: string;
  readonly repository: string;
} {
  const [first, ...rest] = path.split('/');
  const isHost =
    rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const registry = isHost ? canonical(first) : DEFAULT_REGISTRY;
  const repository = isHost ? rest.join('/') : path;
  return {
    registry,
    repository:
      registry === DEFAULT_REGISTRY && !repository.includes('/')
        ? `library/${repository}`
        : repository,
  };
}

/** Docker's registry has several names. */
function canonical(registry: string): string {
  return /^(index\.docker\.io|registry-1\.docker\.io)$/i.test(registry)
    ? DEFAULT_REGISTRY
    : registry;
}

/** Which images are meant by a text such as `locustio/locust:2.*` or `registry.example.com/load/*`. @public */
export interface ImagePattern {
  readonly text: string;
  readonly matches: (image: ImageReference) => boolean;
}

/**
 * Reads a pattern: the name of an image in which `*` stands for any characters of one part of its path, of its tag or of
 * its digest, and `**` for any parts of the path. Without a tag and digest it means all of them; with a tag only images
 * named by a tag; with `@sha256:*` only images named by a digest.
 *
 * @returns undefined where it can match no image
 * @public
 */
export function parseImagePattern(text: string): ImagePattern | undefined {
  const [beforeDigest, digest, ...others] = text.split('@');
  if (others.length > 0 || /\s/.test(text)) {
    return undefined;
  }
  const tagAt = beforeDigest.lastIndexOf(':');
  const hasTag = tagAt > beforeDigest.lastIndexOf('/');
  const tag = hasTag ? beforeDigest.slice(tagAt + 1) : undefined;
  const path = hasTag ? beforeDigest.slice(0, tagAt) : beforeDigest;
  const { registry, repository } = splitRegistry(path);
  const parts = [registry, ...repository.split('/')];
  if (
    parts.some(part => part === '') ||
    tag === '' ||
    digest === '' ||
    // The tag beside a digest says nothing, so no rule can rest on it.
    (tag !== undefined && digest !== undefined) ||
    // Who writes it means any registry, and gets Docker's; any registry at all would be no rule about images.
    /^\*+(\/|$)/.test(path)
  ) {
    return undefined;
  }
  const registryPattern = wildcard(registry.toLowerCase(), '[^./]*');
  const repositoryPattern = wildcard(repository, '[^/]*');
  const tagPattern = tag === undefined ? undefined : wildcard(tag, '.*');
  const digestPattern =
    digest === undefined ? undefined : wildcard(digest, '.*');
  return {
    text,
    matches: image =>
      registryPattern.test(image.registry) &&
      repositoryPattern.test(image.repository) &&
      (tagPattern === undefined ||
        (image.tag !== undefined && tagPattern.test(image.tag))) &&
      (digestPattern === undefined ||
        (image.digest !== undefined && digestPattern.test(image.digest))),
  };
}

function wildcard(text: string, one: string): RegExp {
  const source = text
    .split(/(\*+)/)
    .map(part => {
      if (part.startsWith('*')) {
        return part.length > 1 ? '.*' : one;
      }
      return part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`);
}
