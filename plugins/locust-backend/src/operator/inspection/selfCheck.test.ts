import {
  type ClusterFacts,
  type ReplicaFacts,
  selfCheck,
  selfCheckReplica,
} from './selfCheck';

const NOW = Date.parse('2026-01-31T10:00:00Z');
const MINUTE = 60_000;

const WELL: ClusterFacts = {
  now: NOW,
  state: 'healthy',
  message: 'Everything is watched and up to date.',
  rightsManifest: 'manifests/rbac.yaml',
  missingRights: [],
  unknownFields: [],
  clockAheadMs: 1_000,
  oldestKeyMs: 20,
  watches: [{ resource: 'jobs', lastContactAt: NOW - 9 * MINUTE }],
  orphans: [],
  reporterRefusals: [],
};

const ORPHAN = {
  uid: 'u',
  kind: 'Job',
  namespace: 'load',
  name: 'job-demo',
  because: 'noLocust',
} as const;

type Row = readonly [
  facts: Partial<ClusterFacts>,
  finding: string,
  what: RegExp,
  fix: RegExp,
];

const ROWS: readonly Row[] = [
  [
    { state: 'unreachable', message: 'It cannot be reached.' },
    'error clusterUnreachable',
    /^It cannot be reached\.$/,
    /locust\.clusters/,
  ],
  [
    { state: 'crdMissing', message: 'It does not know the resource.' },
    'error definitionMissing',
    /does not know/,
    /kubectl apply.*crd\.yaml/,
  ],
  [
    { unknownFields: ['spec.stopWhen', 'status.verdict'] },
    'error definitionOld',
    /spec\.stopWhen, status\.verdict/,
    /crd\.yaml/,
  ],
  [
    {
      missingRights: [
        { verb: 'create', group: 'batch', resource: 'jobs' },
        { verb: 'patch', group: 'batch', resource: 'jobs' },
        {
          verb: 'get',
          group: '',
          resource: 'pods',
          subresource: 'log',
          namespace: 'shop',
        },
      ],
    },
    'error rightsMissing',
    /^The account may not create and patch jobs\.batch; get pods\/log in namespace shop\.$/,
    /Apply manifests\/rbac\.yaml/,
  ],
  [
    {
      state: 'forbidden',
      message: 'Could not list jobs.',
      missingRights: undefined,
    },
    'error rightsMissing',
    /Could not list jobs/,
    /rbac\.yaml/,
  ],
  [
    {
      missingRights: undefined,
      rightsUnknownBecause: 'the API server forbids it',
    },
    'info rightsUnknown',
    /the API server forbids it/,
    /system:basic-user/,
  ],
  [
    { leaderlessSince: NOW - 2 * MINUTE, leaseError: 'Could not patch leases' },
    'error leaderAbsent',
    /for 2m.*Could not patch leases/,
    /leaseNamespace/,
  ],
  [{ isStuck: true }, 'error engineStuck', /No worker/, /restart/],
  [{ oldestKeyMs: 90_000 }, 'warning queueOld', /1m30s/, /CPU/],
  [
    {
      state: 'degraded',
      watches: [{ resource: 'jobs', error: 'Could not watch jobs' }],
    },
    'warning watchFailing',
    /jobs.*Could not watch jobs/,
    /by itself/,
  ],
  [
    {
      watches: [
        { resource: 'jobs', lastContactAt: NOW - 12 * MINUTE },
        { resource: 'pods', lastContactAt: NOW - 20 * MINUTE },
        { resource: 'services', lastContactAt: NOW - MINUTE },
      ],
    },
    'warning watchLag',
    /of jobs, pods for 20m/,
    /load balancer/,
  ],
  [{ clockAheadMs: 90_000 }, 'warning clockSkew', /1m30s ahead of/, /NTP/],
  [{ clockAheadMs: -31_000 }, 'warning clockSkew', /31s behind/, /NTP/],
  [
    {
      reporterRefusals: [{ namespace: 'shop', message: 'A quota is full.' }],
    },
    'warning reporterRefused',
    /namespace shop.*A quota is full\./,
    /ConfigMaps/,
  ],
  [
    { orphans: [ORPHAN] },
    'warning orphans',
    /^1 object belongs to no Locust any more: Job load\/job-demo\.$/,
    /kubectl delete/,
  ],
  [
    {
      orphans: Array.from({ length: 8 }, (_, index) => ({
        ...ORPHAN,
        name: `job-${index}`,
      })),
    },
    'warning orphans',
    /^8 objects.*job-4 and 3 more\.$/,
    /kubectl delete/,
  ],
];

describe('selfCheck', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(selfCheck(WELL)).toEqual([]);
    expect(
      selfCheck({
        ...WELL,
        leaderlessSince: NOW - 30_000,
        missingRights: undefined,
      }),
    ).toEqual([]);
  });

  it.each(ROWS)(
    'of %j tells %s and what to do',
    (facts, finding, what, fix) => {
      const findings = selfCheck({ ...WELL, ...facts });
      expect(findings.map(it => `${it.severity} ${it.code}`)).toEqual([
        finding,
      ]);
      expect(findings[0].what).toMatch(what);
      expect(findings[0].fix).toMatch(fix);
    },
  );

  it('does not complain of watches where it is said already why they fail', () => {
    const findings = selfCheck({
      ...WELL,
      state: 'unreachable',
      watches: [{ resource: 'jobs', error: 'Could not watch jobs' }],
    });
    expect(findings.map(it => it.code)).toEqual(['clusterUnreachable']);
  });

  it('tells the worst first', () => {
    expect(
      selfCheck({
        ...WELL,
        orphans: [ORPHAN],
        isStuck: true,
        missingRights: undefined,
        rightsUnknownBecause: 'it was called off',
      }).map(it => it.severity),
    ).toEqual(['error', 'warning', 'info']);
  });
});

describe('selfCheckReplica', () => {
  const READ: ReplicaFacts = {
    now: NOW,
    database: { kind: 'answers', tookMs: 3 },
    catalog: { hasRead: true, askedSince: NOW - 60 * MINUTE },
  };

  it('finds nothing where nothing is wrong, or nothing is known yet', () => {
    expect(selfCheckReplica(READ)).toEqual([]);
    expect(
      selfCheckReplica({
        now: NOW,
        catalog: { hasRead: false, askedSince: NOW - MINUTE },
      }),
    ).toEqual([]);
  });

  it.each<readonly [Partial<ReplicaFacts>, string, RegExp]>([
    [
      {
        database: {
          kind: 'away',
          message: 'connect ECONNREFUSED',
          since: NOW - MINUTE,
        },
      },
      'error databaseAway',
      /for 1m: connect ECONNREFUSED/,
    ],
    [
      { database: { kind: 'answers', tookMs: 2_000 } },
      'warning databaseSlow',
      /took 2s/,
    ],
    [
      { catalog: { hasRead: false, askedSince: NOW - 5 * MINUTE } },
      'warning catalogUnread',
      /for 5m\. It is not known/,
    ],
    [
      {
        catalog: {
          hasRead: true,
          failure: { message: '503', since: NOW - 3 * MINUTE },
          askedSince: 0,
        },
      },
      'warning catalogUnread',
      /for 3m: 503\. What belongs to whom is as it was before/,
    ],
  ])('of %j tells %s', (facts, finding, what) => {
    const findings = selfCheckReplica({ ...READ, ...facts });
    expect(findings.map(it => `${it.severity} ${it.code}`)).toEqual([finding]);
    expect(findings[0].what).toMatch(what);
    expect(findings[0].fix).not.toBe('');
  });
});
