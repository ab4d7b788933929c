import type { OwnerQuota } from '../runs/OwnerQuota';
import { PortalGate } from './PortalGate';
import type { Freeze } from '../freezes/Freeze';
import { decodeLocust } from '../operator/LocustObject';

const locust = decodeLocust({
  metadata: { name: 'checkout', namespace: 'load', uid: 'u' },
  spec: {},
});

const SALE: Freeze = {
  id: 'sale',
  reason: 'Black Friday',
  from: new Date('2026-11-27T00:00:00Z'),
  until: new Date('2026-11-30T06:30:00Z'),
  stopsRuns: true,
  declaredBy: 'user:default/pat',
  configured: false,
};

function gate(
  options: {
    freeze?: Freeze;
    quota?: OwnerQuota;
    full?: keyof OwnerQuota;
    error?: Error;
    owner?: string;
  } = {},
) {
  const asked: string[] = [];
  const { freeze, quota = {}, full, error, owner } = options;
  return {
    asked,
    gate: new PortalGate({
      freezes: { at: () => freeze, stopOf: () => freeze },
      admitted: {
        admit: async (_id, whose) => {
          asked.push(whose);
          if (error) {
            throw error;
          }
          return full;
        },
      },
      quotaOf: () => quota,
      placeOf: () => ({ cluster: 'eu-1', namespace: 'load', owner }),
      now: () => new Date(),
    }),
  };
}

describe('PortalGate', () => {
  it('lets everything through where nothing is frozen and nothing limited, without asking the database', async () => {
    const { gate: open, asked } = gate();
    expect(open.frozen(locust)).toBeUndefined();
    expect(open.halted(locust)).toBeUndefined();
    expect(await open.count('run', locust)).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('says until when nothing starts, and why what goes was stopped', () => {
    const { gate: closed } = gate({ freeze: SALE });
    expect(closed.frozen(locust)).toEqual({
      waits: {
        code: 'Frozen',
        message: 'Nothing starts here until 2026-11-30 06:30 UTC: Black Friday',
      },
      skipped: {
        code: 'Frozen',
        message:
          'Skipped, for nothing starts here until 2026-11-30 06:30 UTC: Black Friday',
      },
    });
    expect(closed.halted(locust)).toEqual({
      code: 'EmergencyStop',
      message: 'Stopped with all load tests by user:default/pat: Black Friday',
    });
  });

  it('counts against the owner, or the namespace of the cluster where nobody is known', async () => {
    const quota = { runsPerOwnerPerDay: 2 };
    const owned = gate({ quota, owner: 'group:default/shop' });
    await owned.gate.count('run', locust);
    const unowned = gate({ quota });
    await unowned.gate.count('run', locust);
    expect([...owned.asked, ...unowned.asked]).toEqual([
      'group:default/shop',
      'namespace load of eu-1',
    ]);
  });

  it('says which limit is full', async () => {
    const owner = 'group:default/shop';
    const daily = gate({
      owner,
      quota: { runsPerOwnerPerDay: 1 },
      full: 'runsPerOwnerPerDay',
    });
    expect(await daily.gate.count('run', locust)).toEqual({
      code: 'DailyLimit',
      message:
        'Waiting, for group:default/shop may start 1 run a day and has today; the next may start after midnight UTC.',
    });
    const atOnce = gate({
      owner,
      quota: { concurrentRunsPerOwnerAcrossClusters: 3 },
      full: 'concurrentRunsPerOwnerAcrossClusters',
    });
    expect(await atOnce.gate.count('run', locust)).toEqual({
      code: 'OwnerLimitAcrossClusters',
      message:
        'Waiting, for of group:default/shop 3 runs may go at once in all clusters together.',
    });
  });

  it('lets nothing slip through while the database is away', async () => {
    const { gate: away } = gate({
      quota: { runsPerOwnerPerDay: 2 },
      error: new Error('connect ECONNREFUSED'),
    });
    expect(await away.count('run', locust)).toMatchObject({
      code: 'LimitsUnknown',
      message: expect.stringContaining('connect ECONNREFUSED'),
    });
  });
});
