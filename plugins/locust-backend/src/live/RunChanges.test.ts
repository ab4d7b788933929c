import type { Run, RunChange } from 'backstage-plugin-locust-common';
import { describeHistory } from '../history/__testUtils__/historyOn';
import { runStart, statistics } from '../history/__testUtils__/runStart';
import { RunChanges } from './RunChanges';
import { tellingRunStore } from './tellingRunStore';

describeHistory(
  'Changes of runs, as the events service hears of them',
  history => {
    const failures: unknown[] = [];
    let heard: RunChange[] = [];
    let publish = async (change: RunChange) => {
      heard.push(change);
    };

    /** A replica of the portal on the same history. */
    const replica = () => {
      const { store } = history;
      const changes = new RunChanges({
        take: id => store.untold.take(id),
        thresholdsOf: async id => (await store.marks.get(id))?.thresholds,
        events: { publish: ({ eventPayload }) => publish(eventPayload) },
        runUrl: id => `https://portal.example.com/locust/runs/${id}`,
        onFailure: (_, error) => failures.push(error),
      });
      return {
        changes,
        store: tellingRunStore(store, (_, id) => id && changes.changed(id)),
      };
    };

    beforeEach(() => {
      failures.length = 0;
      heard = [];
      publish = async change => {
        heard.push(change);
      };
    });

    const phases = () => heard.map(({ phase, verdict }) => [phase, verdict]);

    it('tell each phase once, in its order, and the verdict with the end', async () => {
      const { changes, store } = replica();
      await store.begin(runStart({ id: 'a' }));
      await store.progress('a', { phase: 'starting' });
      await changes.settled();
      await store.progress('a', { phase: 'running' });
      await store.progress('a', { phase: 'running', currentUsers: 5 });
      await changes.settled();
      await store.progress('a', {
        phase: 'finished',
        verdict: 'failed',
        total: statistics(),
        thresholds: [
          {
            threshold: 'p95 < 100ms',
            passed: false,
            limit: 100,
            message: 'It was 200 ms',
          },
        ],
      });
      await changes.settled();
      const ends = phases();
      expect(ends.slice(-2)).toEqual([
        ['running', 'none'],
        ['finished', 'failed'],
      ]);
      expect(new Set(ends.map(String)).size).toBe(ends.length);
      expect(heard.pop()).toEqual({
        phase: 'finished',
        verdict: 'failed',
        thresholds: [
          { threshold: 'p95 < 100ms', passed: false, message: 'It was 200 ms' },
        ],
        run: {
          ...{ id: 'a', cluster: 'local', namespace: 'shop', test: 'checkout' },
          name: 'checkout-x7k2p',
          trigger: 'resource',
          createdAt: '2026-01-31T10:20:30.123Z',
          url: 'https://portal.example.com/locust/runs/a',
        },
        figures: {
          ...{ requests: 100, failRatio: 0.03, requestsPerSecond: 49.9 },
          p95: 200,
        },
      });
    });

    it('tell nothing again that another replica, or this one before it was restarted, has told', async () => {
      const replicas = [replica(), replica()];
      for (const step of [
        { phase: 'running' as const },
        { phase: 'finished' as const, verdict: 'passed' as const },
      ]) {
        for (const { store, changes } of replicas) {
          await store.begin(runStart({ id: 'a' }));
          await store.progress('a', step);
          await changes.settled();
        }
      }
      expect(phases().filter(([phase]) => phase !== 'queued')).toEqual([
        ['running', 'none'],
        ['finished', 'passed'],
      ]);
    });

    it('keep nobody who records a run', async () => {
      publish = () => Promise.reject(new Error('The broker is away'));
      const { changes, store } = replica();
      await store.begin(runStart({ id: 'a' }));
      await store.progress('a', { phase: 'running' });
      await changes.settled();
      expect(failures.length).toBeGreaterThan(0);
      expect((await history.store.get('a'))?.phase).toBe('running');
    });

    it('come one after the other for a run, however slow the way is', async () => {
      let open = () => {};
      const gate = new Promise<void>(resolve => {
        open = resolve;
      });
      publish = async change => {
        await gate;
        heard.push(change);
      };
      const { changes, store } = replica();
      await store.begin(runStart({ id: 'a' }));
      await store.progress('a', { phase: 'finished' });
      open();
      await changes.settled();
      expect(heard.at(-1)?.phase).toBe('finished' satisfies Run['phase']);
    });
  },
);
