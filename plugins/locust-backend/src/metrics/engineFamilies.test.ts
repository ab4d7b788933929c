import type { ClusterHealth } from 'backstage-plugin-locust-common';
import { engineFamilies, type EngineFacts } from './engineFamilies';
import { EngineMeter } from './EngineMeter';
import { renderPrometheus } from './renderPrometheus';

const NOW = new Date('2026-01-01T00:01:00Z');

const health = (more: Partial<ClusterHealth> = {}): ClusterHealth => ({
  cluster: 'prod',
  state: 'healthy',
  message: '',
  queueDepth: 0,
  findings: [],
  resources: [],
  ...more,
});

const lines = (facts: Partial<EngineFacts> = {}) =>
  renderPrometheus(
    engineFamilies(
      [{ health: health(), leads: true, lastContacts: [], ...facts }],
      NOW,
    ),
  )
    .split('\n')
    .filter(line => line && !line.startsWith('#'))
    .map(line => line.replace('locust_operator_engine_', ''));

describe('engineFamilies', () => {
  it.each<[ClusterHealth['state'], number]>([
    ['healthy', 1],
    ['forbidden', 1],
    ['crdMissing', 1],
    ['unreachable', 0],
  ])('tells that a cluster is %s', (state, reachable) => {
    const told = lines({ health: health({ state }) });
    expect(told).toContain(`reachable{cluster="prod"} ${reachable}`);
    expect(
      told.filter(it => it.startsWith('state{') && it.endsWith(' 1')),
    ).toEqual([`state{cluster="prod",state="${state}"} 1`]);
  });

  it('tells since when it is not well, and nothing of that where it is', () => {
    const trouble = (told: readonly string[]) =>
      told.filter(it => it.startsWith('trouble'));
    expect(
      trouble(
        lines({
          health: health({
            state: 'unreachable',
            since: new Date('2026-01-01T00:00:00Z') as never,
          }),
        }),
      ),
    ).toEqual(['trouble_start_time_seconds{cluster="prod"} 1767225600']);
    expect(trouble(lines())).toEqual([]);
  });

  it('tells what the self-check has found, of clusters and of the process', () => {
    const finding = { what: 'It is wrong.', fix: 'Put it right.' };
    const told = renderPrometheus(
      engineFamilies(
        [
          {
            health: health({
              findings: [
                { ...finding, severity: 'error', code: 'rightsMissing' },
              ],
            }),
            leads: true,
            lastContacts: [],
          },
        ],
        NOW,
        [{ ...finding, severity: 'warning', code: 'databaseSlow' }],
      ),
    );
    expect(told.split('\n').filter(it => it.includes('_findings{'))).toEqual([
      'locust_operator_engine_findings{severity="warning",code="databaseSlow"} 1',
      'locust_operator_engine_findings{cluster="prod",severity="error",code="rightsMissing"} 1',
    ]);
  });

  it('tells who leads and how long the queue is', () => {
    const told = lines({
      leads: false,
      health: health({ queueDepth: 3, oldestKeyMs: 1500 }),
    });
    expect(told).toEqual(
      expect.arrayContaining([
        'leader{cluster="prod"} 0',
        'queue_depth{cluster="prod"} 3',
        'queue_oldest_age_seconds{cluster="prod"} 1.5',
      ]),
    );
  });

  it('adds the namespaces of a resource up, and tells the longest silence', () => {
    const told = lines({
      health: health({
        resources: [
          { resource: 'pods', state: 'watching', objects: 2 },
          { resource: 'pods', state: 'watching', objects: 3 },
        ],
      }),
      lastContacts: [
        { resource: 'pods', at: NOW.getTime() - 5_000 },
        { resource: 'pods', at: NOW.getTime() - 20_000 },
        { resource: 'jobs', at: undefined },
      ],
    });
    expect(told).toContain('objects{cluster="prod",resource="pods"} 5');
    expect(told.filter(it => it.startsWith('watch_lag'))).toEqual([
      'watch_lag_seconds{cluster="prod",resource="pods"} 20',
    ]);
  });

  it('tells what the meter has counted', () => {
    const meter = new EngineMeter('prod');
    meter.reconciled(0.02, 'done');
    meter.reconciled(2, 'failed');
    meter.reconciled(2, 'done');
    meter.requested('write', 'conflict');
    meter.watchOpened('pods');
    meter.historyWriteFailed();
    const end = meter.logOpened();
    meter.logOpened();
    end();
    end();
    const told = lines({ meter });
    expect(told).toEqual(
      expect.arrayContaining([
        'reconciles_total{cluster="prod",outcome="done"} 2',
        'reconciles_total{cluster="prod",outcome="failed"} 1',
        'reconcile_duration_seconds_bucket{cluster="prod",le="0.01"} 0',
        'reconcile_duration_seconds_bucket{cluster="prod",le="0.025"} 1',
        'reconcile_duration_seconds_bucket{cluster="prod",le="+Inf"} 3',
        'reconcile_duration_seconds_sum{cluster="prod"} 4.02',
        'requests_total{cluster="prod",verb="write",result="conflict"} 1',
        'watch_starts_total{cluster="prod",resource="pods"} 1',
        'history_write_failures_total{cluster="prod"} 1',
        'log_streams{cluster="prod"} 1',
      ]),
    );
  });

  it('tells of a cluster that could not even be configured that it is not reachable', () => {
    expect(
      lines({ health: health({ state: 'unreachable' }), leads: false }),
    ).toContain('reachable{cluster="prod"} 0');
  });
});
