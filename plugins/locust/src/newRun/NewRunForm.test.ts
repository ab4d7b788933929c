import { inEnglish } from '../__testUtils__/translate';
import type { Targets } from 'backstage-plugin-locust-common';
import { aRun, aTest } from '../fake/aRun';
import { rowsFromText } from './conditions/conditionRow';
import { fieldOf, localProblems, placeProblems } from './formProblems';
import { loadSentence } from './loadSentence';
import {
  definitionFrom,
  formFromClone,
  formFromRun,
  formFromTargets,
  formFromTest,
  testNameFrom,
} from './NewRunForm';

const targets: Targets = {
  clusters: [{ name: 'eu-1', namespaces: ['load'], available: true }],
  guardrails: {},
  defaults: {
    cluster: 'eu-1',
    namespace: 'load',
    host: 'https://shop.example.com',
    image: 'locustio/locust',
    workers: 2,
    users: 10,
    spawnRate: 2,
    runTime: '20s',
  },
};
const form = formFromTargets(targets, 'Shop_Front', 'Europe/Berlin');
const problemsOf = (change: Partial<typeof form>) => {
  const changed = { ...form, ...change };
  return placeProblems(
    localProblems(changed, definitionFrom(changed, undefined), inEnglish),
  ).byField;
};

describe('the form of a new run', () => {
  it('begins with something that can be started at once', () => {
    expect(
      localProblems(
        form,
        definitionFrom(form, 'component:default/shop'),
        inEnglish,
      ),
    ).toEqual([]);
  });

  it('names the test after the entity', () => {
    expect(form.name).toBe('shop-front');
    expect(testNameFrom('-- Ünder_score --')).toBe('nder-score');
  });

  it('sends numbers as numbers and leaves out what is empty', () => {
    const { spec } = definitionFrom({ ...form, host: ' ' }, undefined);
    expect(spec).toMatchObject({ workers: 2, users: 10, spawnRate: 2 });
    expect(spec).not.toHaveProperty('host');
    expect(spec).not.toHaveProperty('schedule');
  });

  it('sends each row of the thresholds as one, and the warm-up', () => {
    const { spec } = definitionFrom(
      {
        ...form,
        thresholds: rowsFromText('threshold', 'p95 < 500\n\n  rps > 1 \n'),
        stopWhen: rowsFromText('stopCondition', 'fail_ratio > 50% for 1m'),
        ignoreFirst: ' 30s ',
      },
      undefined,
    );
    expect(spec).toMatchObject({
      thresholds: ['p95 < 500ms', 'rps > 1/s'],
      stopWhen: ['fail_ratio > 50% for 60s'],
      ignoreFirst: '30s',
    });
    const { spec: without } = definitionFrom(form, undefined);
    expect(without).not.toHaveProperty('thresholds');
    expect(without).not.toHaveProperty('stopWhen');
    expect(without).not.toHaveProperty('ignoreFirst');
  });

  it('sends a schedule only when it is to run on one', () => {
    const { spec } = definitionFrom({ ...form, when: 'schedule' }, undefined);
    expect(spec).toMatchObject({
      schedule: '0 2 * * 1-5',
      timeZone: 'Europe/Berlin',
    });
  });

  it.each([
    ['workers', { workers: '-1' }],
    ['workers', { workers: 'many' }],
    ['users', { users: '0.5' }],
    ['runTime', { runTime: 'soon' }],
    ['thresholds', { thresholds: [{ text: 'p95 << 1s' }] }],
    ['stopWhen', { stopWhen: [{ text: 'p95 > 1s' }] }],
    ['ignoreFirst', { ignoreFirst: 'soon' }],
    ['ignoreFirst', { ignoreFirst: '20s', runTime: '20s' }],
    ['schedule', { when: 'schedule', schedule: '0 25 * * *' }],
    ['schedule', { when: 'schedule', schedule: '' }],
    ['locustfile', { inline: '  ' }],
    ['locustfile', { source: 'configMap' }],
    ['name', { name: 'Shop Front' }],
    ['name', { name: '' }],
    ['name', { name: 'a'.repeat(41) }],
  ] as const)('refuses a wrong value at the field %s', (field, change) => {
    expect(Object.keys(problemsOf(change))).toEqual([field]);
  });
});

describe('running again', () => {
  const run = aRun({
    test: 'smoke',
    spec: {
      workers: 3,
      users: 7,
      runTime: '1m',
      image: 'example/locust:1',
      thresholds: ['p95 < 1s', 'rps > 1'],
      ignoreFirst: '10s',
      stop: true,
      locustfile: { configMap: 'shop', key: 'locustfile.py' },
    },
  });

  it('has the settings of the run, what the form does not show included', () => {
    const again = definitionFrom(formFromClone(form, run), undefined);
    expect(again).toMatchObject({
      name: 'smoke',
      spec: {
        workers: 3,
        users: 7,
        runTime: '1m',
        image: 'example/locust:1',
        thresholds: ['p95 < 1s', 'rps > 1/s'],
        ignoreFirst: '10s',
        locustfile: { configMap: 'shop', key: 'locustfile.py' },
      },
    });
  });

  it('does not stop at once because the run before was stopped', () => {
    const again = definitionFrom(formFromClone(form, run), undefined);
    expect(again.spec).not.toHaveProperty('stop');
  });

  describe('of a test in a folder', () => {
    const folder = {
      snapshot: 'a1'.repeat(32),
      files: ['locustfile.py', 'a.py'],
    };
    const had = aRun({ spec: { locustfile: folder } });
    const inRepository = { ...form, source: 'repository' as const };

    it('has the files that the run had, also where the repository has other ones', () => {
      for (const empty of [form, inRepository]) {
        const again = formFromClone(empty, had);
        expect(definitionFrom(again, undefined).spec.locustfile).toEqual(
          folder,
        );
        expect(
          localProblems(again, definitionFrom(again, undefined), inEnglish),
        ).toEqual([]);
      }
    });

    it('has what is in the repository now where it is merely prefilled', () => {
      const next = formFromRun(inRepository, had);
      expect(next.source).toBe('repository');
      const read = { ...next, repository: { inline: 'import locust' } };
      expect(definitionFrom(read, undefined).spec.locustfile).toEqual({
        inline: 'import locust',
      });
    });
  });

  it('leaves the locustfile to a command that brings its own', () => {
    const own = aRun({ spec: { command: 'locust -f /mnt/test.py' } });
    const again = definitionFrom(formFromClone(form, own), undefined);
    expect(again.spec).toMatchObject({ command: 'locust -f /mnt/test.py' });
    expect(again.spec).not.toHaveProperty('locustfile');
  });

  it('carries nothing hidden into a run that is merely prefilled', () => {
    const next = definitionFrom(formFromRun(form, run), undefined);
    expect(next.spec).not.toHaveProperty('image');
  });
});

describe('changing a schedule', () => {
  const spec = {
    schedule: '0 2 * * 1-5',
    timeZone: 'Europe/Berlin',
    suspend: true,
    concurrencyPolicy: 'Allow',
    runTime: '',
    image: 'example/locust:1',
    thresholds: ['p95 < 1s'],
    stopWhen: ['fail_ratio > 50% for 60s'],
    master: { serviceAccountName: 'load' },
  };
  const test = aTest({ name: 'nightly', spec });

  it('sends what is there, the fields that it does not show included, and nothing else', () => {
    const same = definitionFrom(formFromTest(form, test), undefined);
    expect(same.name).toBe('nightly');
    expect(same.spec).toEqual(spec);
  });

  it('sends what was changed in place of it', () => {
    const changed = definitionFrom(
      { ...formFromTest(form, test), runTime: '10m', thresholds: [] },
      undefined,
    );
    expect(changed.spec).toMatchObject({ runTime: '10m', suspend: true });
    expect(changed.spec).not.toHaveProperty('thresholds');
  });

  it('gives a run of it nothing of the schedule', () => {
    const run = aRun({ spec });
    const { spec: cloned } = definitionFrom(
      formFromClone(form, run),
      undefined,
    );
    expect(Object.keys(cloned).sort()).toEqual(
      ['image', 'master', 'runTime', 'stopWhen', 'thresholds'].sort(),
    );
  });
});

describe('where a problem stands', () => {
  it.each([
    ['spec.workers', 'workers'],
    ['spec.locustfile.configMap', 'locustfile'],
    ['spec.mountExternalSecret.name', undefined],
  ])('%s belongs to %s', (path, field) => {
    expect(fieldOf(path)).toBe(field);
  });

  it('is beside the button when the form has no such field', () => {
    const problem = { field: 'spec.command', message: 'It may not be used.' };
    expect(placeProblems([problem]).others).toEqual([problem]);
  });
});

describe('loadSentence', () => {
  it('says when all users are there and how many a worker has', () => {
    expect(
      loadSentence({ users: '10', spawnRate: '2', workers: '2' }, inEnglish),
    ).toBe('10 users after 5 s · 5 users a worker');
  });

  it('does not divide users', () => {
    expect(
      loadSentence({ users: '10', spawnRate: '2', workers: '3' }, inEnglish),
    ).toBe('10 users after 5 s · 3 to 4 users a worker');
  });

  it('says nothing of what is no load', () => {
    expect(
      loadSentence({ users: '10', spawnRate: '2', workers: '-1' }, inEnglish),
    ).toBeUndefined();
  });
});
