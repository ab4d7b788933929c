import { ENGINE_DEFAULTS } from '../EngineConfig';
import { costLabels } from './costLabels';
import { masterJob } from './masterJob';
import { aLocust, JOB } from './testing/aLocust';
import { workers } from './workers';

describe('labels for costs', () => {
  it('name owner and entity in a way that labels can', () => {
    expect(
      costLabels({
        owner: 'group:default/shop',
        entityRef: 'component:default/checkout_v2.1',
      }),
    ).toEqual({
      'locust-qa.xyz/owner': 'group.default.shop',
      'locust-qa.xyz/entity': 'component.default.checkout_v2.1',
    });
  });

  it('leave out what nobody knows', () => {
    expect(costLabels({})).toEqual({});
  });

  it('are cut where they are too long, and stay apart', () => {
    const long = (end: string) =>
      costLabels({ entityRef: `component:default/${'a'.repeat(60)}${end}` })[
        'locust-qa.xyz/entity'
      ];
    expect(long('b')).toMatch(/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])$/);
    expect(long('b')).not.toBe(long('c'));
  });

  it('are on the pods of masters and workers, beside the name of the test', () => {
    const costs = {
      owner: 'group:default/shop',
      entityRef: 'component:default/checkout',
    };
    const locust = aLocust(
      { worker: { labels: { team: 'shop' } } },
      { labels: { 'locust-qa.xyz/test': 'peak' } },
    );
    for (const { spec } of [
      masterJob(locust, ENGINE_DEFAULTS, costs),
      workers(locust, JOB, 'x', ENGINE_DEFAULTS, costs),
    ]) {
      expect(spec.template.metadata.labels).toMatchObject({
        'locust-qa.xyz/test': 'peak',
        'locust-qa.xyz/owner': 'group.default.shop',
        'locust-qa.xyz/entity': 'component.default.checkout',
      });
    }
  });
});
