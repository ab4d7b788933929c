import type { ClusterHealth, Finding } from 'backstage-plugin-locust-common';
import { pluginHealth } from './pluginHealth';

const finding = (
  code: Finding['code'],
  severity: Finding['severity'] = 'error',
): Finding => ({
  severity,
  code,
  what: 'https://secret.example.com is wrong.',
  fix: 'Put it right.',
});

const cluster = (
  state: ClusterHealth['state'] = 'healthy',
  ...findings: Finding[]
) => ({ cluster: 'secret', state, findings });

describe('the health of a replica', () => {
  it.each([
    ['ok', 'all is well', [cluster()], []],
    ['ok', 'it is starting', [cluster('starting')], []],
    [
      'ok',
      'there is only something to know',
      [cluster('healthy', finding('rightsUnknown', 'info'))],
      [],
    ],
    [
      'degraded',
      'one of two clusters is away',
      [cluster(), cluster('unreachable', finding('clusterUnreachable'))],
      [],
    ],
    [
      'degraded',
      'something is missing',
      [cluster('healthy', finding('rightsMissing'))],
      [],
    ],
    ['degraded', 'a state says so', [cluster('degraded')], []],
    [
      'degraded',
      'the database is slow',
      [cluster()],
      [finding('databaseSlow', 'warning')],
    ],
    ['unavailable', 'no cluster is reached', [cluster('unreachable')], []],
    [
      'unavailable',
      'there is no database',
      [cluster()],
      [finding('databaseAway')],
    ],
  ] as const)('is %s where %s', (status, _, clusters, findings) => {
    expect(pluginHealth(clusters, findings).status).toBe(status);
  });

  it('tells codes, each once, and nothing else', () => {
    expect(
      pluginHealth(
        [
          cluster('forbidden', finding('rightsMissing')),
          cluster('forbidden', finding('rightsMissing')),
        ],
        [finding('databaseSlow', 'warning')],
      ),
    ).toEqual({
      status: 'degraded',
      findings: ['databaseSlow', 'rightsMissing'],
    });
  });
});
