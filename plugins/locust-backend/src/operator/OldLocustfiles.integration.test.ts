import { CONFIG_MAPS, CRON_JOBS, JOBS } from '../kube/ResourceTypes';
import { locustfileName } from './names';
import { eventually } from './testing/eventually';
import { TestNamespace } from './testing/TestNamespace';

jest.setTimeout(120_000);

const SCHEDULE = '0 3 29 2 *';
const OF = {
  first: locustfileName('demo', 'import first'),
  second: locustfileName('demo', 'import second'),
  third: locustfileName('demo', 'import third'),
};

describe('The ConfigMaps of inline locustfiles of a schedule', () => {
  let cluster: TestNamespace;

  beforeEach(async () => {
    cluster = await TestNamespace.create();
    await cluster.startEngine({ oldTemplateGraceSeconds: 1 });
    await cluster.apply('demo', {
      schedule: SCHEDULE,
      locustfile: { inline: 'import first' },
    });
  });

  afterEach(() => cluster.dispose());

  const usesSecond = () =>
    eventually('the CronJob has the second locustfile', async () =>
      JSON.stringify(
        (await cluster.get(CRON_JOBS, 'cronjob-demo'))?.spec,
      ).includes(OF.second),
    );

  it('go after an edit, but for the one that is used now and those of others', async () => {
    await cluster.there(CRON_JOBS, 'cronjob-demo');
    await cluster.client.create(CONFIG_MAPS, {
      metadata: {
        name: 'foreign',
        namespace: cluster.name,
        labels: {
          locust: 'demo',
          'app.kubernetes.io/component': 'locustfile',
        },
      },
    });
    await cluster.edit('demo', { locustfile: { inline: 'import second' } });
    await usesSecond();
    await cluster.gone(CONFIG_MAPS, OF.first);
    expect(await cluster.names(CONFIG_MAPS)).toEqual(
      expect.arrayContaining([OF.second, 'foreign']),
    );
  });

  it('stay as long as a run goes that began with them', async () => {
    const cronJob = await cluster.there(CRON_JOBS, 'cronjob-demo');
    await cluster.jobFrom(cronJob, 'cronjob-demo-1');
    await cluster.begin('cronjob-demo-1');
    await cluster.edit('demo', { locustfile: { inline: 'import second' } });
    await usesSecond();
    await cluster.edit('demo', { locustfile: { inline: 'import third' } });
    // Nobody uses it any more, so the engine has looked.
    await cluster.gone(CONFIG_MAPS, OF.second);
    expect(await cluster.get(CONFIG_MAPS, OF.first)).toBeDefined();
    await cluster.end('cronjob-demo-1');
    await cluster.gone(JOBS, 'cronjob-demo-1');
    await cluster.gone(CONFIG_MAPS, OF.first);
    expect(await cluster.get(CONFIG_MAPS, OF.third)).toBeDefined();
  });
});
