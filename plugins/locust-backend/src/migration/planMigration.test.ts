import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubeObject, ResourceType } from '../kube/KubeObject';
import { ENGINE_DEFAULTS } from '../operator/EngineConfig';
import { readClusterObjects } from './ClusterObjects';
import { describeMigration } from './describeMigration';
import { planMigration } from './planMigration';

const RECORDED = parseAllDocuments(
  readFileSync(path.join(__dirname, '__fixtures__/original.yaml'), 'utf8'),
).map(document => document.toJS() as KubeObject);

const NOW = new Date('2026-01-31T10:00:00Z');

/** A cluster that can be read, and nothing else. */
function cluster(objects: readonly KubeObject[]) {
  const asked: string[] = [];
  return {
    asked,
    client: {
      async *listPages<T extends KubeObject>(
        type: ResourceType,
        { namespace }: { readonly namespace?: string } = {},
      ) {
        asked.push(type.kind);
        const items = objects.filter(
          it =>
            it.kind === type.kind &&
            (namespace === undefined || it.metadata.namespace === namespace),
        ) as unknown as readonly T[];
        // As the API server gives them, a page at a time.
        yield { items: items.slice(0, 1), resourceVersion: '1' };
        yield { items: items.slice(1), resourceVersion: '1' };
      },
    },
  };
}

async function plansOf(namespace?: string) {
  const { client } = cluster(RECORDED);
  const objects = await readClusterObjects(client as never, namespace);
  return planMigration(objects, ENGINE_DEFAULTS, NOW);
}

async function planOf(name: string) {
  return (await plansOf()).find(it => it.name === name)!;
}

describe('The check before the engine takes the place of the original operator', () => {
  it('reads the load tests and what they may be made of, no Secret and no ConfigMap', async () => {
    const { client, asked } = cluster(RECORDED);
    const objects = await readClusterObjects(client as never, undefined);
    expect(asked).toEqual([
      'Locust',
      'CronJob',
      'Job',
      'Service',
      'ReplicaSet',
    ]);
    expect(objects.locusts).toHaveLength(8);
    expect(await plansOf('other')).toEqual([]);
  });

  it.each([
    ['nightly', 'held'],
    ['hourly', 'waits'],
    ['going', 'waits'],
    ['done', 'held'],
    ['fresh', 'free'],
    ['broken', 'free'],
    ['ours', 'ours'],
    ['recorded', 'ours'],
  ])('finds that %s %s', async (name, standing) => {
    expect((await planOf(name)).standing).toBe(standing);
  });

  it('has a schedule of the original suspended and deleted, with what is left of its runs', async () => {
    const { words, steps } = await planOf('nightly');
    expect(steps).toEqual([
      `kubectl --namespace load patch cronjob cronjob-nightly --type merge --patch '{"spec":{"suspend":true}}'`,
      'kubectl --namespace load delete cronjob cronjob-nightly',
      'kubectl --namespace load delete service service-nightly',
      'kubectl --namespace load delete replicaset replicaset-nightly',
    ]);
    expect(words).toContain('It is due next at 2026-02-01T02:00:00.000Z');
  });

  it('says what would be another, and shows no value of a variable', async () => {
    const { changes } = await planOf('nightly');
    const of = (what: string) => changes.find(it => it.what === what);
    expect(of('image')).toEqual({
      what: 'image',
      now: 'locustio/locust:2.8.5',
      then: ENGINE_DEFAULTS.image,
    });
    expect(of('time zone')?.then).toBe('UTC');
    expect(of('ports of the node')).toEqual({
      what: 'ports of the node',
      now: '5557 8089',
      then: 'none',
    });
    expect(of('variables')?.now).toBe('LOCUST_RUN_TIME');
    // What means the same is not told.
    expect(of('schedule')).toBeUndefined();
    expect(of('arguments')).toBeUndefined();
    expect(of('variables from ConfigMaps and Secrets')).toBeUndefined();
    expect(JSON.stringify(changes)).not.toContain('2m"');
  });

  it('ends no run: it has a schedule with one suspended, and nothing deleted', async () => {
    const { words, steps } = await planOf('hourly');
    expect(words).toContain('cronjob-hourly-28002 goes');
    expect(steps).toEqual([
      expect.stringMatching(/patch cronjob cronjob-hourly .*"suspend":true/),
    ]);
    expect((await planOf('going')).steps).toEqual([]);
  });

  it('runs no test twice: one that has run is deleted or stopped first', async () => {
    const { words, steps } = await planOf('done');
    expect(words).toContain('would run the test a second time');
    expect(steps[0]).toBe('kubectl --namespace load delete locust done');
    expect(steps[1]).toMatch(/^# or: .*patch locust done .*"stop":true/);
    expect(steps.slice(2)).toEqual([
      'kubectl --namespace load delete job job-done',
      'kubectl --namespace load delete service service-done',
    ]);
  });

  it('warns of what the engine would start at once', async () => {
    expect((await planOf('fresh')).words).toContain(
      'The engine starts its run at once',
    );
  });

  it('says what the engine would refuse', async () => {
    const { problems, changes, words, steps } = await planOf('broken');
    expect(words).toBe(
      'The engine would make nothing of it, and say why in its status.',
    );
    expect(steps).toEqual([]);
    expect(problems.map(({ field }) => field).sort()).toEqual([
      'spec.schedule',
      'spec.workers',
    ]);
    expect(changes).toEqual([]);
  });

  it('leaves alone what the engine has made already', async () => {
    expect(await planOf('ours')).toMatchObject({ steps: [], changes: [] });
  });

  it('tells it as text', async () => {
    const text = describeMigration(await plansOf());
    expect(text).toContain(
      [
        'load/nightly: something is in the way',
        "  Its CronJob is the original's, and none of its runs goes.",
      ].join('\n'),
    );
    expect(text).toContain(
      '  image: locustio/locust:2.8.5 → locustio/locust:2.47.0',
    );
    expect(text).toContain(
      '  $ kubectl --namespace load delete cronjob cronjob-nightly',
    );
    expect(text).toContain(
      '8 resources: 2 nothing to do, 2 the engine begins with it, 2 wait for a run, 2 something is in the way. Nothing was changed.',
    );
    expect(describeMigration([])).toBe('There is no Locust here.\n');
  });
});
