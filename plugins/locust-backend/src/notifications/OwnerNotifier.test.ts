import { mockServices } from '@backstage/backend-test-utils';
import type {
  NotificationSendOptions,
  NotificationService,
} from '@backstage/plugin-notifications-node';
import { describeHistory } from '../history/__testUtils__/historyOn';
import { later, runStart, T0 } from '../history/__testUtils__/runStart';
import type { RunProgress, RunStart } from '../runs/RunStore';
import { OwnerNotifier, type OwnerNotifierParts } from './OwnerNotifier';
import type { WatchedSchedule } from './WatchedSchedule';

const SHOP = 'component:default/shop';
const OWNER = 'group:default/shop-team';
const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

const PASSED: RunProgress = { phase: 'finished', verdict: 'passed' };
const FAILED: RunProgress = {
  phase: 'finished',
  verdict: 'failed',
  thresholds: [
    {
      threshold: 'p95 < 200',
      passed: false,
      message: 'p95 was 350 ms and should be below 200 ms.',
    },
    {
      threshold: 'failures < 1%',
      passed: true,
      message: 'The failures were 0% and should be below 1%.',
    },
  ],
};
const BROKEN: RunProgress = {
  phase: 'error',
  verdict: 'none',
  reason: { code: 'ImagePull', message: 'The image cannot be pulled.' },
};

describeHistory('OwnerNotifier', history => {
  let now: Date;
  let sent: NotificationSendOptions[];
  let refusal: Error | undefined;
  let schedules: WatchedSchedule[];
  let runs: number;
  beforeEach(() => {
    now = T0;
    sent = [];
    refusal = undefined;
    schedules = [];
    runs = 0;
  });

  const notifications: NotificationService = {
    async send(options) {
      if (refusal) {
        throw refusal;
      }
      sent.push(options);
    },
  };
  const notifier = (overrides: Partial<OwnerNotifierParts> = {}) =>
    new OwnerNotifier({
      states: history.store.toldStates,
      notifications,
      ownerOf: ({ entityRef }) => (entityRef === SHOP ? OWNER : undefined),
      knowsOwners: () => true,
      schedules: () => schedules,
      now: () => now,
      logger: mockServices.logger.mock(),
      ...overrides,
    });
  const titles = () => sent.map(it => it.payload.title);

  /** One more run of the test ends so; then a look. */
  const ends = async (
    progress: RunProgress,
    overrides: Partial<RunStart> = {},
  ) => {
    runs += 1;
    now = later(runs);
    const run = runStart({
      id: `run${runs}`,
      entityRef: SHOP,
      createdAt: now,
      ...overrides,
    });
    await history.store.begin(run);
    await history.store.progress(run.id, progress);
    await notifier().look();
  };

  it('tells the owner of a test that its run failed its thresholds: why, and where to look', async () => {
    await ends(FAILED);
    expect(sent).toEqual([
      {
        recipients: { type: 'entity', entityRef: OWNER },
        payload: {
          title: 'Load test checkout of shop failed',
          description: 'p95 was 350 ms and should be below 200 ms.',
          link: '/catalog/default/component/shop/load-tests/runs/run1',
          severity: 'high',
          topic: `checkout (${SHOP})`,
          scope: expect.stringMatching(/^locust:[0-9a-f]{64}$/),
        },
      },
    ]);
  });

  it('tells each change of a test once, and not each run', async () => {
    await ends(PASSED);
    await ends(PASSED);
    expect(titles()).toEqual([]);
    await ends(FAILED);
    await ends(FAILED);
    await notifier().look();
    await ends(BROKEN);
    await ends(BROKEN);
    await ends(PASSED);
    await ends(PASSED);
    expect(titles()).toEqual([
      'Load test checkout of shop failed',
      'Load test checkout of shop could not be run',
      'Load test checkout of shop passes again',
    ]);
    expect(sent.map(it => it.payload.severity)).toEqual([
      'high',
      'high',
      'normal',
    ]);
    expect(sent[1].payload.description).toBe('The image cannot be pulled.');
    expect(new Set(sent.map(it => it.payload.scope)).size).toBe(1);
  });

  it('takes a run that was stopped or skipped for no change', async () => {
    await ends(FAILED);
    await ends({ phase: 'stopped', verdict: 'none' });
    await ends({ phase: 'skipped', verdict: 'none' });
    await ends(FAILED);
    expect(titles()).toEqual(['Load test checkout of shop failed']);
  });

  it('tells apart tests of the same name, by their entity or else their namespace', async () => {
    const ownerOf = ({ namespace }: { readonly namespace: string }) =>
      `group:default/${namespace}`;
    for (const [id, where] of Object.entries({
      a: { entityRef: SHOP },
      b: { entityRef: 'component:default/cart' },
      c: { entityRef: undefined, namespace: 'web' },
      d: { entityRef: undefined, namespace: 'api' },
    })) {
      await history.store.begin(runStart({ id, ...where }));
      await history.store.progress(id, FAILED);
    }
    await notifier({ ownerOf }).look();
    expect(
      new Map(sent.map(it => [it.payload.title, it.payload.link])),
    ).toEqual(
      new Map([
        [
          'Load test checkout of shop failed',
          '/catalog/default/component/shop/load-tests/runs/a',
        ],
        [
          'Load test checkout of cart failed',
          '/catalog/default/component/cart/load-tests/runs/b',
        ],
        ['Load test checkout in namespace web failed', '/locust/runs/c'],
        ['Load test checkout in namespace api failed', '/locust/runs/d'],
      ]),
    );
    expect(new Set(sent.map(it => it.payload.scope)).size).toBe(4);
  });

  it('is not misled by a run that began earlier and ended later', async () => {
    await ends(FAILED);
    await ends(PASSED, { createdAt: later(-10) });
    await ends(FAILED);
    expect(titles()).toEqual(['Load test checkout of shop failed']);
  });

  it('takes account of a verdict that comes after the end', async () => {
    await ends({ phase: 'finished', verdict: 'none' });
    expect(titles()).toEqual([]);
    await history.store.progress('run1', FAILED);
    await notifier().look();
    expect(titles()).toEqual(['Load test checkout of shop failed']);
  });

  it('tells nobody where nobody is known, and not later either', async () => {
    await ends(FAILED, { entityRef: undefined });
    await notifier({ ownerOf: () => OWNER }).look();
    expect(sent).toEqual([]);
  });

  it('waits until it is known what belongs to whom', async () => {
    await history.store.begin(runStart({ entityRef: SHOP }));
    await history.store.progress('run1', FAILED);
    await notifier({ knowsOwners: () => false }).look();
    expect(sent).toEqual([]);
    await notifier().look();
    expect(sent).toHaveLength(1);
  });

  it('tells once on several replicas that look at the same time', async () => {
    await history.store.begin(runStart({ entityRef: SHOP }));
    await history.store.progress('run1', FAILED);
    await Promise.all([notifier().look(), notifier().look()]);
    await notifier().look();
    expect(sent).toHaveLength(1);
  });

  it('tells later what could not be told, and nothing of what has changed back by then', async () => {
    refusal = new Error('Request failed with status 404');
    await ends(FAILED);
    await ends(BROKEN, { test: 'search' });
    await ends(PASSED, { test: 'search' });
    refusal = undefined;

    now = later(MINUTE);
    await notifier().look();
    expect(titles()).toEqual([]);

    now = later(6 * MINUTE);
    await notifier().look();
    expect(titles()).toEqual(['Load test checkout of shop failed']);
  });

  it('does not tell after a day', async () => {
    refusal = new Error('Request failed with status 404');
    await ends(FAILED);
    refusal = undefined;
    now = later(DAY + MINUTE);
    await notifier().look();
    await notifier().look();
    expect(sent).toEqual([]);
    await ends(PASSED, { createdAt: now });
    expect(titles()).toEqual(['Load test checkout of shop passes again']);
  });

  it('tells again under the same scope where the process ended before it could write that it had told', async () => {
    await history.store.begin(runStart({ entityRef: SHOP }));
    await history.store.progress('run1', FAILED);
    const { toldStates } = history.store;
    const dying = Object.create(toldStates, {
      told: {
        value: async () => {
          throw new Error('killed');
        },
      },
    });
    await expect(notifier({ states: dying }).look()).rejects.toThrow('killed');

    now = later(6 * MINUTE);
    await notifier().look();
    await notifier().look();
    expect(sent).toHaveLength(2);
    expect(sent[0]).toEqual(sent[1]);
  });

  it('takes account of an outcome again where the process ended in the middle of it', async () => {
    await history.store.begin(runStart({ entityRef: SHOP }));
    await history.store.progress('run1', FAILED);
    const ownerOf = () => {
      throw new Error('killed');
    };
    await expect(notifier({ ownerOf }).look()).rejects.toThrow('killed');
    await notifier().look();
    expect(sent).toHaveLength(1);
  });

  it('tells the recovery also where the failure was told only just then', async () => {
    await history.store.begin(runStart({ id: 'a', entityRef: SHOP }));
    await history.store.progress('a', FAILED);
    const slow = notifier({
      notifications: {
        async send(options) {
          await history.store.begin(
            runStart({ id: 'b', entityRef: SHOP, createdAt: later(1) }),
          );
          await history.store.progress('b', PASSED);
          await notifier().look();
          await notifications.send(options);
        },
      },
    });
    await slow.look();
    await notifier().look();
    expect(titles()).toEqual([
      'Load test checkout of shop failed',
      'Load test checkout of shop passes again',
    ]);
  });

  it('does not tell of a run that was deleted before anybody looked', async () => {
    await history.store.begin(runStart({ entityRef: SHOP }));
    await history.store.progress('run1', FAILED);
    await history.store.delete('run1');
    await notifier().look();
    expect(sent).toEqual([]);
  });

  describe('of schedules', () => {
    const schedule = (because?: string): WatchedSchedule => ({
      cluster: 'local',
      namespace: 'shop',
      uid: 'locust-uid',
      test: 'nightly',
      entityRef: SHOP,
      ...(because && { refusal: because }),
    });

    it('tells once that one is paused for what it asks for, and that it goes on', async () => {
      schedules = [schedule()];
      await notifier().look();
      expect(sent).toEqual([]);

      schedules = [schedule('50 workers are more than the 10 that you may.')];
      await notifier().look();
      now = later(1);
      await notifier().look();
      expect(sent.map(it => it.payload)).toEqual([
        {
          title: 'The schedule of load test nightly of shop is paused',
          description:
            'It may not run as it is. 50 workers are more than the 10 that you may.',
          link: '/catalog/default/component/shop/load-tests?view=schedules',
          severity: 'high',
          topic: `nightly (${SHOP})`,
          scope: expect.any(String),
        },
      ]);

      schedules = [schedule()];
      now = later(2);
      await notifier().look();
      await notifier().look();
      expect(titles().slice(1)).toEqual([
        'The schedule of load test nightly of shop goes on',
      ]);
    });

    it('remembers what it has told while the cluster cannot be seen', async () => {
      schedules = [schedule('Too many workers.')];
      await notifier().look();
      schedules = [];
      await notifier().look();
      schedules = [schedule('Too many workers.')];
      await notifier().look();
      expect(sent).toHaveLength(1);
    });

    it('tells once the owner is known', async () => {
      schedules = [schedule('Too many workers.')];
      await notifier({ ownerOf: () => undefined }).look();
      expect(sent).toEqual([]);
      await notifier().look();
      expect(sent).toHaveLength(1);
    });
  });

  it('forgets what nothing was seen of for a year', async () => {
    await ends(FAILED);
    expect(await history.store.toldStates.forgetOld(later(364 * DAY))).toBe(0);
    expect(await history.store.toldStates.forgetOld(later(366 * DAY))).toBe(1);
  });
});
