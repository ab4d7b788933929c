import { KubeApiError } from '../kube/KubeApiError';
import { FakeClock } from '../kube/testing/FakeClock';
import { RecordingLogger } from '../kube/testing/RecordingLogger';
import type { RunObserver } from '../runs/RunObserver';
import type { RunProgress, RunStart } from '../runs/RunStore';
import { RunLedger } from './RunLedger';

const RUN = {
  id: 'r',
  namespace: 'load',
  jobName: 'job-demo',
} as unknown as RunStart;

function aLedger(record: RunObserver['record']) {
  const observer = { record, release() {} } as unknown as RunObserver;
  return new RunLedger(observer, new FakeClock(), new RecordingLogger());
}

const failed = (failure: 'forbidden' | 'conflict') =>
  new KubeApiError({
    failure,
    intent: { verb: 'patch', resource: 'locusts/status', name: 'demo' },
  });

describe('RunLedger', () => {
  let told: RunProgress[];
  let ledger: RunLedger;

  beforeEach(() => {
    told = [];
    ledger = aLedger(async (_, progress) => {
      told.push(progress);
    });
  });

  it('says of a run that is forbidden to begin what stands in the way, once', async () => {
    for (let attempt = 0; attempt < 3; attempt++) {
      await ledger.begin(RUN);
      await ledger.couldNotBegin(RUN, failed('forbidden'));
    }
    expect(told).toEqual([
      { phase: 'starting', reason: null },
      {
        phase: 'starting',
        reason: {
          code: 'Forbidden',
          message: expect.stringMatching(
            /^Could not patch locusts\/status "demo": .*\.$/,
          ),
        },
      },
    ]);
  });

  it('says nothing of what passes by itself', async () => {
    await ledger.begin(RUN);
    await ledger.couldNotBegin(RUN, failed('conflict'));
    await ledger.couldNotBegin(RUN, new Error('a fault of ours'));
    expect(told).toEqual([{ phase: 'starting', reason: null }]);
  });

  it('does not take a run for written down whose row could not be written', async () => {
    let isAway = true;
    ledger = aLedger(async (_, progress) => {
      if (isAway) {
        throw new Error('the database is away');
      }
      told.push(progress);
    });
    await ledger.couldNotBegin(RUN, failed('forbidden'));
    isAway = false;
    await ledger.begin(RUN);
    expect(told).toEqual([{ phase: 'starting', reason: null }]);
  });
});
