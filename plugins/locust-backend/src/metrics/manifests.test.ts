import { readFileSync } from 'node:fs';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { parseAllDocuments } from 'yaml';
import { decodeLocust } from '../operator/LocustObject';
import { engineFamilies, type EngineFacts } from './engineFamilies';
import { EngineMeter } from './EngineMeter';
import type { MetricFamily, MetricSample } from './MetricFamily';
import { originalFamilies } from './originalFamilies';

const manifest = (file: string) =>
  parseAllDocuments(
    readFileSync(
      resolvePackagePath('backstage-plugin-locust-backend', 'manifests', file),
      'utf8',
    ),
  )[0].toJS();

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
}

const rules: readonly Rule[] = manifest(
  'monitoring/prometheusrule.yaml',
).spec.groups.flatMap((it: { rules: readonly Rule[] }) => it.rules);

const meter = new EngineMeter('prod');
meter.historyWriteFailed();
meter.reconciled(1, 'done');

const well: EngineFacts = {
  health: {
    cluster: 'prod',
    state: 'healthy',
    message: '',
    queueDepth: 0,
    findings: [],
    resources: [{ resource: 'jobs', state: 'watching', objects: 1 }],
  },
  leads: true,
  lastContacts: [{ resource: 'jobs', at: 0 }],
  meter,
};

const amiss: EngineFacts = {
  ...well,
  health: {
    ...well.health,
    findings: [
      {
        severity: 'error',
        code: 'rightsMissing',
        what: 'The account may not get pods/log.',
        fix: 'Apply manifests/rbac.yaml.',
      },
    ],
  },
};

const scrape = (
  engines: readonly EngineFacts[] = [well],
  lastRun?: object,
): readonly MetricFamily[] => [
  ...originalFamilies([
    {
      cluster: 'prod',
      locusts: [
        decodeLocust({
          metadata: { name: 'x', namespace: 'load', uid: '1' },
          spec: {},
          status: { lastRuns: lastRun ? [lastRun] : [] },
        }),
      ],
      jobs: [],
    },
  ]),
  ...engineFamilies(engines, new Date(0)),
];

const FAILED = { id: '1', job: 'job-x', phase: 'error', verdict: 'none' };

/** Names and label names of every series there can be. */
const labelsOf = new Map(
  scrape([amiss], FAILED).map(family => [
    family.name,
    new Set(family.samples.flatMap(it => Object.keys(it.labels))),
  ]),
);

const SELECTOR = /(locust_operator_\w+)\s*(?:\{([^}]*)\})?(\[\w+\])?/g;

const matchersOf = (text = '') =>
  [...text.matchAll(/(\w+)\s*(=~|=)\s*"([^"]*)"/g)].map(
    ([, label, operator, value]) => ({ label, operator, value }),
  );

/** The series and labels that an expression speaks of; names within matchers are labels. */
const selectorsOf = (expr: string) =>
  [...expr.matchAll(SELECTOR)].map(([, name, matchers]) => ({
    name,
    matchers: matchersOf(matchers),
  }));

describe('the PrometheusRule', () => {
  it("has the original's alert as it was: critical after two minutes", () => {
    expect(rules[0]).toMatchObject({
      alert: 'LocustOperatorJobFailed',
      for: '2m',
      labels: { severity: 'critical' },
    });
  });

  it.each(rules.map(rule => [rule.alert, rule] as const))(
    '%s asks only for series and labels that there are',
    (_, { expr }) => {
      const selectors = selectorsOf(expr);
      expect(selectors).not.toEqual([]);
      for (const { name, matchers } of selectors) {
        expect([...labelsOf.keys()]).toContain(name);
        const grouped = expr.match(/by \(([^)]*)\)/)?.[1].split(/,\s*/) ?? [];
        for (const label of [...matchers.map(it => it.label), ...grouped]) {
          expect([...labelsOf.get(name)!]).toContain(label);
        }
      }
    },
  );

  /**
   * Evaluates what the rules are made of, at one instant: `max by (…) (selector) == n`, `> n`, and `absent(selector)`.
   * The values that remain fire once they have stood for as long as `for` says.
   */
  function firing(expr: string, families: readonly MetricFamily[]): number[] {
    const parsed = expr.match(
      /^(max by \(([^)]*)\)|absent) ?\((.*)\) (==|>) ([\d.]+)$/,
    );
    if (!parsed) {
      throw new Error(`This test cannot evaluate ${expr}`);
    }
    const [, operation, by, selector, comparison, bound] = parsed;
    const [{ name, matchers }] = selectorsOf(selector);
    const family = families.find(it => it.name === name);
    const samples = ((family?.samples ?? []) as readonly MetricSample[]).filter(
      ({ labels }) =>
        matchers.every(({ label, operator, value }) =>
          operator === '='
            ? labels[label] === value
            : new RegExp(`^(?:${value})$`).test(labels[label] ?? ''),
        ),
    );
    const groups = new Map<string, number>();
    for (const { labels, value } of samples) {
      const key = by
        ?.split(/,\s*/)
        .map(it => labels[it])
        .join('\0');
      groups.set(key, Math.max(value, groups.get(key) ?? -Infinity));
    }
    const absent = samples.length === 0 ? [1] : [];
    const values = operation === 'absent' ? absent : [...groups.values()];
    return values.filter(it =>
      comparison === '==' ? it === Number(bound) : it > Number(bound),
    );
  }

  const expr = (alert: string) => rules.find(it => it.alert === alert)!.expr;

  it.each(
    rules.map(it => it.alert).filter(it => !it.endsWith('HistoryNotWritten')),
  )('%s is silent while all is well', alert => {
    const run = { ...FAILED, phase: 'finished' };
    expect(firing(expr(alert), scrape([well], run))).toEqual([]);
  });

  it.each<[string, readonly MetricFamily[]]>([
    ['LocustOperatorJobFailed', scrape([well], FAILED)],
    ['LocustOperatorAbsent', []],
    ['LocustOperatorNoLeader', scrape([{ ...well, leads: false }])],
    [
      'LocustOperatorClusterUnreachable',
      scrape([{ ...well, health: { ...well.health, state: 'unreachable' } }]),
    ],
    [
      'LocustOperatorUnwell',
      scrape([{ ...well, health: { ...well.health, state: 'forbidden' } }]),
    ],
    ['LocustOperatorSelfCheck', scrape([amiss])],
    [
      'LocustOperatorQueueStuck',
      scrape([{ ...well, health: { ...well.health, oldestKeyMs: 61_000 } }]),
    ],
  ])('%s fires when it should', (alert, families) => {
    expect(firing(expr(alert), families)).toHaveLength(1);
  });

  it('is content with one leader among several replicas', () => {
    expect(
      firing(
        expr('LocustOperatorNoLeader'),
        scrape([{ ...well, leads: false }, well]),
      ),
    ).toEqual([]);
  });

  it('lets a failed run resolve when its resource goes', () => {
    expect(
      firing(
        expr('LocustOperatorJobFailed'),
        originalFamilies([{ cluster: 'prod', locusts: [], jobs: [] }]),
      ),
    ).toEqual([]);
  });
});

describe('the monitors', () => {
  it.each([
    ['monitoring/servicemonitor.yaml', 'ServiceMonitor', 'endpoints'],
    ['monitoring/podmonitor.yaml', 'PodMonitor', 'podMetricsEndpoints'],
  ])('%s scrapes the route and keeps its labels', (file, kind, endpoints) => {
    const monitor = manifest(file);
    expect(monitor.kind).toBe(kind);
    expect(monitor.spec[endpoints]).toEqual([
      expect.objectContaining({
        path: '/api/locust/metrics',
        honorLabels: true,
      }),
    ]);
  });
});
