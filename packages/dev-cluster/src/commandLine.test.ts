import { parseCommandLine } from './commandLine';

describe('parseCommandLine', () => {
  it('means the default cluster, with a node, when nothing else is said', () => {
    expect(parseCommandLine(['up'])).toEqual({
      action: 'up',
      name: 'default',
      controlPlane: false,
      auditLog: undefined,
      controllers: undefined,
    });
  });

  it('takes options before and after the action', () => {
    expect(
      parseCommandLine(
        '--name ci up --control-plane --audit-log audit.log --controllers *,-cronjob-controller'.split(
          ' ',
        ),
      ),
    ).toEqual({
      action: 'up',
      name: 'ci',
      controlPlane: true,
      auditLog: 'audit.log',
      controllers: '*,-cronjob-controller',
    });
    expect(parseCommandLine(['status', '--name=ci'])).toEqual({
      action: 'status',
      name: 'ci',
    });
  });

  it('takes the version of Locust to add', () => {
    expect(parseCommandLine(['add-locust', '2.24.1', '--name', 'ci'])).toEqual({
      action: 'add-locust',
      name: 'ci',
      version: '2.24.1',
    });
  });

  it('takes the archive of an image to add', () => {
    expect(
      parseCommandLine(['add-image', 'portal.tar', '--name', 'ci']),
    ).toEqual({ action: 'add-image', name: 'ci', archive: 'portal.tar' });
  });

  it('takes the published image that a stand-in is wanted for', () => {
    expect(parseCommandLine(['stand-in', 'postgres'])).toEqual({
      action: 'stand-in',
      image: 'postgres',
    });
  });

  it.each([
    [[], 'up, down, status, kubeconfig, add-locust, add-image or stand-in'],
    [
      ['start'],
      '"start" is not known: up, down, status, kubeconfig, add-locust, add-image and stand-in are',
    ],
    [['add-image'], 'Say which archive to add'],
    [['add-image', 'a.tar', 'b.tar'], 'a name is given with --name'],
    [['stand-in'], 'there is a stand-in for node and postgres'],
    [['stand-in', 'nginx'], 'there is a stand-in for node and postgres'],
    [['add-locust'], 'Say which version of Locust to add'],
    [['add-locust', 'latest'], 'Say which version of Locust to add'],
    [['add-locust', '2.24.1', 'ci'], 'a name is given with --name'],
    [['add-locust', '2.24.1', '--control-plane'], 'go with up'],
    [['down', 'ci'], 'a name is given with --name'],
    [['down', '--control-plane'], 'go with up, not with down'],
    [['down', '--controllers', '*'], 'go with up, not with down'],
    [['up', '--name', '../etc'], "cannot be a cluster's name"],
    [['up', '--name', 'A'], "cannot be a cluster's name"],
    [['up', '--nodes', '3'], '--nodes'],
  ])('refuses %j and says what would be accepted', (args, message) => {
    expect(() => parseCommandLine(args)).toThrow(message);
  });
});
