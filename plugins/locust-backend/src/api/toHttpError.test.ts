import { KubeApiError, type KubeFailure } from '../kube/KubeApiError';
import { toHttpError } from './toHttpError';

const failure = (kind: KubeFailure) =>
  new KubeApiError({
    failure: kind,
    intent: {
      verb: 'create',
      resource: 'locusts',
      namespace: 'load',
      name: 'x',
    },
  });

describe('toHttpError', () => {
  it.each<[KubeFailure, string]>([
    ['invalid', 'InputError'],
    ['badRequest', 'InputError'],
    ['notFound', 'NotFoundError'],
    ['alreadyExists', 'ConflictError'],
    ['conflict', 'ConflictError'],
    ['forbidden', 'ServiceUnavailableError'],
    ['unauthorized', 'ServiceUnavailableError'],
    ['unreachable', 'ServiceUnavailableError'],
    ['timeout', 'ServiceUnavailableError'],
  ])('tells %s as %s, naming the cluster', (kind, name) => {
    expect(toHttpError(failure(kind), 'eu-1')).toMatchObject({
      name,
      message: expect.stringContaining('eu-1'),
    });
  });

  it('leaves other errors as they are', () => {
    const error = new Error('a bug');
    expect(toHttpError(error, 'eu-1')).toBe(error);
  });
});
