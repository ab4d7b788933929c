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

  it.each([
    [[], 'up, down, status, kubeconfig or add-locust'],
    [
      ['start'],
      '"start" is not known: up, down, status, kubeconfig and add-locust are',
    ],
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
