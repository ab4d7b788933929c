import { shippedRights } from './engineKubeConfig';
import { grantedRights, usedRights } from './usedRights';

const event = (verb: string, objectRef: object, more: object = {}) =>
  JSON.stringify({
    stage: 'ResponseComplete',
    verb,
    user: { username: 'engine' },
    objectRef,
    annotations: { 'authorization.k8s.io/decision': 'allow' },
    ...more,
  });

describe('usedRights', () => {
  it('tells what a user has asked for, with group and subresource', () => {
    expect([
      ...usedRights(
        [
          event('get', { resource: 'pods', subresource: 'log' }),
          event('create', { resource: 'jobs', apiGroup: 'batch' }),
          event('create', { resource: 'jobs', apiGroup: 'batch' }),
        ],
        'engine',
      ).allowed,
    ]).toEqual(['get pods/log', 'create jobs.batch']);
  });

  it('leaves out what others did, what has no resource and what is half written', () => {
    const { allowed, refused } = usedRights(
      [
        event('get', { resource: 'pods' }, { user: { username: 'engineer' } }),
        event('get', {}),
        event('create', {
          resource: 'selfsubjectaccessreviews',
          apiGroup: 'authorization.k8s.io',
        }),
        '{"user":{"username":"engine"},"verb":"ge',
        '',
      ],
      'engine',
    );
    expect([...allowed, ...refused]).toEqual([]);
  });

  it('takes an apply of something new for the creation that it is', () => {
    const apply = (code: number) =>
      usedRights(
        [event('patch', { resource: 'jobs' }, { responseStatus: { code } })],
        'engine',
      ).allowed;
    expect([...apply(200)]).toEqual(['patch jobs']);
    expect([...apply(201)]).toEqual(['patch jobs', 'create jobs']);
  });

  it('tells a refusal for want of a right from other answers', () => {
    const { allowed, refused } = usedRights(
      [
        event(
          'list',
          { resource: 'secrets' },
          { annotations: { 'authorization.k8s.io/decision': 'forbid' } },
        ),
        event(
          'create',
          { resource: 'pods' },
          { responseStatus: { code: 403 } },
        ),
      ],
      'engine',
    );
    expect([...refused]).toEqual(['list secrets']);
    expect([...allowed]).toEqual(['create pods']);
  });
});

describe('the Role for one namespace', () => {
  it('grants what the ClusterRole does', () => {
    const rulesOf = (file: string, kind: string) =>
      shippedRights(file).find(
        it => it.kind === kind && it.metadata.name === 'locust-operator',
      ).rules;
    expect(
      [...grantedRights(rulesOf('rbac-namespaced.yaml', 'Role'))].sort(),
    ).toEqual([...grantedRights(rulesOf('rbac.yaml', 'ClusterRole'))].sort());
  });
});
