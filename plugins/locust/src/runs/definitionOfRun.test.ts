import { aRun } from '../fake/aRun';
import { definitionOfRun } from './definitionOfRun';

describe('definitionOfRun', () => {
  it('asks for the same run once more, without its schedule and its stop', () => {
    const spec = {
      workers: 3,
      image: 'example/locust:1',
      locustfile: { inline: '# mine' },
      thresholds: ['p95<1s'],
    };
    const run = aRun({
      test: 'nightly',
      spec: {
        ...spec,
        schedule: '0 2 * * *',
        timeZone: 'Europe/Berlin',
        suspend: true,
        concurrencyPolicy: 'Allow',
        startingDeadlineSeconds: 60,
        stop: true,
      },
    });
    expect(definitionOfRun(run)).toEqual({
      name: 'nightly',
      entityRef: 'component:default/checkout',
      cluster: 'eu-1',
      namespace: 'load',
      spec,
    });
  });

  it('names no entity where the run has none', () => {
    expect(definitionOfRun(aRun({ entityRef: undefined }))).not.toHaveProperty(
      'entityRef',
    );
  });
});
