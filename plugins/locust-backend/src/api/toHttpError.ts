import {
  ConflictError,
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { KubeApiError } from '../kube/KubeApiError';

/**
 * Turns a cluster's refusal into an error a person at the API understands. What the engine lacks a right for is
 * the platform's to mend, not the caller's: it is "unavailable" with the verb and resource, never "not allowed".
 */
export function toHttpError(error: unknown, cluster: string): unknown {
  if (!(error instanceof KubeApiError)) {
    return error;
  }
  switch (error.failure) {
    case 'invalid':
    case 'badRequest':
      return new InputError(
        `Cluster ${cluster} refused this: ${error.message}`,
        error,
      );
    case 'notFound':
      return new NotFoundError(`Cluster ${cluster}: ${error.message}`, error);
    case 'alreadyExists':
    case 'conflict':
      return new ConflictError(`Cluster ${cluster}: ${error.message}`, error);
    case 'forbidden':
      return new ServiceUnavailableError(
        `The portal lacks a right in cluster ${cluster}; its administrator can grant it: ${error.message}`,
        error,
      );
    default:
      return new ServiceUnavailableError(
        `Cluster ${cluster} did not answer as it should: ${error.message}`,
        error,
      );
  }
}

/** Runs something against a cluster, its refusals turned by {@link toHttpError}. */
export async function inCluster<T>(
  cluster: string,
  action: () => Promise<T>,
): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw toHttpError(error, cluster);
  }
}
