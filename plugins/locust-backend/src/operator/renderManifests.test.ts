import { ENGINE_DEFAULTS } from './EngineConfig';
import { renderManifests } from './renderManifests';

describe('renderManifests', () => {
  it.each([
    [{}, ['Job job-x', 'Service service-x', 'ReplicaSet replicaset-x']],
    [
      { schedule: '@daily', locustfile: { inline: 'import locust' } },
      [
        expect.stringMatching(/^ConfigMap locustfile-x-/),
        'CronJob cronjob-x',
        'Service service-cronjob-x-00000000',
        'ReplicaSet replicaset-cronjob-x-00000000',
      ],
    ],
  ])('shows what %j would become', (spec, expected) => {
    const rendered = renderManifests(
      { metadata: { name: 'x', namespace: 'n' }, spec },
      ENGINE_DEFAULTS,
    );
    expect(rendered.map(it => `${it.kind} ${it.metadata.name}`)).toEqual(
      expected,
    );
  });

  it('shows network policies where there are to be any', () => {
    const rendered = renderManifests(
      { metadata: { name: 'x', namespace: 'n' } },
      { ...ENGINE_DEFAULTS, networkPolicy: { destinations: [] } },
    );
    expect(rendered.map(it => `${it.kind} ${it.metadata.name}`)).toEqual([
      'Job job-x',
      'NetworkPolicy networkpolicy-master-x',
      'NetworkPolicy networkpolicy-worker-x',
      'Service service-x',
      'ReplicaSet replicaset-x',
    ]);
  });
});
