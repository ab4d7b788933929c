import { newToken, renderTokenFile } from './tokenFile';

describe('renderTokenFile', () => {
  it('writes token, user, uid and, quoted together, the groups', () => {
    expect(
      renderTokenFile([
        ['t1', { user: 'admin', groups: ['system:masters', 'other'] }],
        ['t2', { user: 'system:kube-scheduler', groups: [] }],
      ]),
    ).toBe(
      't1,admin,admin,"system:masters,other"\nt2,system:kube-scheduler,system:kube-scheduler\n',
    );
  });
});

describe('newToken', () => {
  it('is never the same and holds 256 bits', () => {
    const token = newToken();
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect(newToken()).not.toBe(token);
  });
});
