import { KubeApiError } from '../kube/KubeApiError';
import type { KubeClient } from '../kube/client/KubeClient';
import { jobHistory } from './jobHistory';

const JOB = { namespace: 'load', name: 'job-demo', ownerUid: 'locust-1' };

/** What the server tells, of a Job of ours unless another owner is named. */
function event(type: string, owner = 'locust-1') {
  return {
    type,
    object: {
      metadata: {
        name: 'job-demo',
        namespace: 'load',
        uid: `job-of-${owner}`,
        ownerReferences: [
          {
            apiVersion: 'locust-qa.xyz/v1',
            kind: 'Locust',
            name: 'demo',
            uid: owner,
            controller: true,
          },
        ],
      },
    },
  };
}

function ask(
  events: readonly unknown[],
  sinceVersion: string | undefined = '7',
) {
  const client = {
    async *watch() {
      for (const each of events) {
        if (each instanceof Error) {
          throw each;
        }
        yield each;
      }
    },
  } as unknown as KubeClient;
  return jobHistory(client, JOB, sinceVersion, new AbortController().signal);
}

describe('what the server remembers of a Job that was not there just now', () => {
  it.each([
    ['was never made, where nothing is told', [], 'never'],
    [
      'was made and deleted',
      [event('ADDED'), event('MODIFIED'), event('DELETED')],
      'made',
    ],
    [
      'is there by now, where the request of a leader before was late',
      [event('ADDED'), event('MODIFIED')],
      'there',
    ],
    [
      'was never made, where the one of that name is somebody else’s',
      [event('ADDED', 'locust-0'), event('DELETED', 'locust-0')],
      'never',
    ],
    [
      'is forgotten, where the server does not keep events of so long ago',
      [
        new KubeApiError({
          failure: 'gone',
          intent: { verb: 'watch', resource: 'jobs' },
        }),
      ],
      'forgotten',
    ],
  ])('%s', async (_what, events, kind) => {
    expect(await ask(events)).toMatchObject({ kind });
  });

  it('is forgotten, where nobody knows since when to ask', async () => {
    const client = {} as KubeClient;
    expect(
      await jobHistory(client, JOB, undefined, new AbortController().signal),
    ).toEqual({ kind: 'forgotten' });
  });
});
