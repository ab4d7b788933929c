import { KubeApiError, type KubeFailure } from '../../kube/KubeApiError';
import type { Transport } from '../../kube/transport/Transport';
import { noticingRefusals } from './noticingRefusals';

const refusing = (failure: KubeFailure): Transport => {
  const refuse = async () => {
    throw new KubeApiError({
      failure,
      intent: { verb: 'list', resource: 'jobs' },
    });
  };
  return {
    server: 'https://server',
    request: refuse,
    stream: refuse,
    close: async () => {},
  };
};

const REQUEST = { method: 'GET', path: '/jobs' } as const;

describe('a transport that notices refusals', () => {
  it('tells of what is forbidden, and fails as before', async () => {
    const onRefused = jest.fn();
    const transport = noticingRefusals(refusing('forbidden'), onRefused);
    await expect(transport.request(REQUEST)).rejects.toThrow('forbids it');
    await expect(transport.stream(REQUEST)).rejects.toThrow('forbids it');
    expect(onRefused).toHaveBeenCalledTimes(2);
  });

  it('tells nothing of other failures', async () => {
    const onRefused = jest.fn();
    const transport = noticingRefusals(refusing('notFound'), onRefused);
    await expect(transport.request(REQUEST)).rejects.toThrow();
    expect(onRefused).not.toHaveBeenCalled();
  });
});
