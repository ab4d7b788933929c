import { RecordingLogger } from '../kube/testing/RecordingLogger';
import { WorkerLogs } from './WorkerLogs';

const POD = {
  namespace: 'shop',
  podName: 'worker-1',
  container: 'locust',
  restarted: true,
};

const TRACEBACK = [
  'Traceback (most recent call last):',
  '  File "/mnt/locustfile.py", line 5, in <module>',
  '    import shop_client',
  "ModuleNotFoundError: No module named 'shop_client'",
  '',
].join('\n');

/** Answers one log after the other. */
function reading(...logs: ReadonlyArray<string | Error>) {
  const podLog = jest.fn();
  logs.forEach(log =>
    log instanceof Error
      ? podLog.mockRejectedValueOnce(log)
      : podLog.mockResolvedValueOnce([log]),
  );
  const workers = new WorkerLogs({
    client: { podLog },
    logger: new RecordingLogger(),
  });
  const onRead = jest.fn();
  const look = async (pod = POD) => {
    const seen = workers.failure(pod, onRead, new AbortController().signal);
    await new Promise(setImmediate);
    return seen;
  };
  return { look, podLog, onRead };
}

describe('WorkerLogs', () => {
  it('reads a pod’s log once, and tells when it has', async () => {
    const { look, podLog, onRead } = reading(TRACEBACK);
    expect(await look()).toBeUndefined();
    expect(onRead).toHaveBeenCalledTimes(1);
    expect(await look()).toMatchObject({
      kind: 'locustfile',
      message: "ModuleNotFoundError: No module named 'shop_client'",
    });
    expect(podLog).toHaveBeenCalledTimes(1);
    expect(podLog).toHaveBeenCalledWith(
      { namespace: 'shop', name: 'worker-1' },
      expect.objectContaining({ container: 'locust', previous: true }),
    );
  });

  it('asks again where the node has just removed the container, and does not take that for its words', async () => {
    const { look, onRead } = reading(
      'unable to retrieve container logs for containerd://9339496',
      TRACEBACK,
    );
    expect(await look()).toBeUndefined();
    expect(onRead).not.toHaveBeenCalled();
    expect(await look({ ...POD, restarted: false })).toBeUndefined();
    expect(await look()).toMatchObject({ kind: 'locustfile' });
  });

  it('does without a log that cannot be had', async () => {
    const { look, podLog, onRead } = reading(new Error('Not found'));
    expect(await look()).toBeUndefined();
    expect(await look()).toBeUndefined();
    expect(podLog).toHaveBeenCalledTimes(1);
    expect(onRead).not.toHaveBeenCalled();
  });
});
