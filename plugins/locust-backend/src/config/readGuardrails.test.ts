import { ConfigReader } from '@backstage/config';
import { readGuardrails } from './readGuardrails';

const read = (guardrails: unknown) =>
  readGuardrails(new ConfigReader({ locust: { guardrails } } as never));

describe('readGuardrails', () => {
  it('has no rules where none are configured', () => {
    expect(readGuardrails(new ConfigReader({}))).toEqual([]);
    expect(read([])).toEqual([]);
  });

  it('reads rules with what they are for', () => {
    expect(
      read([
        {
          images: ['locustio/locust:2.*'],
          maxWorkers: 10,
          maxUsers: '1000',
          maxRunTime: '2h',
          targetHosts: ['*.example.com'],
          secrets: [],
          customCommand: false,
        },
        {
          for: { clusters: ['eu-1'], owners: ['group:default/*'] },
          maxWorkers: 'any',
          secrets: 'any',
        },
      ]),
    ).toEqual([
      {
        guardrails: {
          images: ['locustio/locust:2.*'],
          maxWorkers: 10,
          maxUsers: 1000,
          maxRunTime: '2h',
          targetHosts: ['*.example.com'],
          secrets: [],
          customCommand: false,
        },
      },
      {
        clusters: ['eu-1'],
        owners: ['group:default/*'],
        guardrails: { maxWorkers: null, secrets: null },
      },
    ]);
  });

  it.each([
    [{}, /^locust\.guardrails has to be a list of rules/],
    [['x'], /^locust\.guardrails\[0\] is "x"; it has to hold fields/],
    [
      [{}, { maxWorkers: 0 }],
      /^locust\.guardrails\[1\]\.maxWorkers is 0; it may be a whole number/,
    ],
    [[{ maxUsers: '' }], /maxUsers is ""; it may be a whole number/],
    [
      [{ maxRunTime: 'soon' }],
      /maxRunTime is "soon"; it may be a duration such as 30m/,
    ],
    [[{ images: ['*/x'] }], /images holds "\*\/x"; a pattern of images names/],
    [[{ secrets: 'all' }], /secrets is "all"; it may be a list of names/],
    [[{ secrets: [1] }], /secrets is \[1\]; it may be a list of names/],
    [[{ customCommand: 'no' }], /customCommand is "no"; it may be true or/],
    [
      [{ maxworkers: 1 }],
      /^locust\.guardrails\[0\]\.maxworkers is not known; it may hold for, images, maxWorkers/,
    ],
    [
      [{ for: { owner: ['x'] } }],
      /^locust\.guardrails\[0\]\.for\.owner is not known; it may hold clusters, namespaces, owners/,
    ],
    [[{ for: 'eu-1' }], /^locust\.guardrails\[0\]\.for is "eu-1"/],
  ])('refuses %j with its path', (guardrails, message) => {
    expect(() => read(guardrails)).toThrow(message);
  });
});
