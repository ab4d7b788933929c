import type { LocustSpec } from 'backstage-plugin-locust-common';
import { ENGINE_DEFAULTS } from '../EngineConfig';
import { cronJob, cronJobPatch } from './cronJob';
import { masterJob } from './masterJob';
import { aLocust } from './testing/aLocust';
import { FIELD_EXAMPLES } from './testing/fieldExamples';

const DAILY = { schedule: '@daily' } as const;
const make = (spec: LocustSpec = {}) =>
  cronJob(aLocust({ ...DAILY, ...spec }), ENGINE_DEFAULTS);

describe('the CronJob of a resource that only has a schedule', () => {
  it('is named, labelled and owned as the resource', () => {
    expect(make().metadata).toMatchObject({
      name: 'cronjob-x',
      namespace: 'n',
      labels: { locust: 'x' },
      ownerReferences: [{ kind: 'Locust', uid: 'u' }],
    });
  });

  it('lets Kubernetes make every Job and keep it, for the engine decides', () => {
    const { jobTemplate: _, ...spec } = make().spec;
    expect(spec).toEqual({
      schedule: '@daily',
      timeZone: 'UTC',
      suspend: false,
      concurrencyPolicy: 'Allow',
      successfulJobsHistoryLimit: 50,
      failedJobsHistoryLimit: 50,
    });
  });
});

describe('the CronJob itself', () => {
  const CHANGES: { readonly [F in keyof LocustSpec]?: object } = {
    timeZone: { timeZone: 'Europe/Berlin' },
    suspend: { suspend: true },
    startingDeadlineSeconds: { startingDeadlineSeconds: 60 },
  };

  it.each(Object.entries(FIELD_EXAMPLES))(
    'is told of %s what it has to know, and nothing else',
    (field, { spec }) => {
      const { jobTemplate: _, ...told } = make(spec).spec;
      const { jobTemplate: _plain, ...plain } = make().spec;
      expect(told).toEqual({ ...plain, ...CHANGES[field as keyof LocustSpec] });
    },
  );
});

describe('the Jobs of a CronJob', () => {
  it.each(Object.entries(FIELD_EXAMPLES))(
    'are those of a one-off as to %s, but born suspended',
    (_field, { spec }) => {
      const { metadata, spec: job } = make(spec).spec.jobTemplate;
      const oneOff = masterJob(aLocust({ ...DAILY, ...spec }), ENGINE_DEFAULTS);
      expect(job).toEqual({ suspend: true, ...oneOff.spec });
      expect(metadata).toEqual({
        labels: { ...oneOff.metadata.labels, issued_by: 'cronjob' },
        annotations: oneOff.metadata.annotations,
      });
    },
  );
});

describe('the hash of a CronJob', () => {
  const hashOf = (spec: LocustSpec) =>
    make(spec).metadata.annotations['locust-qa.xyz/spec-hash'];
  // What acts in the course of a run or after it; and the schedule, which is the same in the example.
  const UNSEEN = ['schedule', 'stop', 'ttlAfterFinished'];

  it.each(Object.entries(FIELD_EXAMPLES))(
    'shows a change of %s, unless that needs no change of the CronJob',
    (field, { spec }) => {
      expect(hashOf(spec) === hashOf({})).toBe(UNSEEN.includes(field));
    },
  );
});

describe('the patch of a CronJob', () => {
  /** As RFC 7396 has it. */
  function merge(target: any, patch: any): any {
    if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) {
      return patch;
    }
    const merged = { ...(typeof target === 'object' ? target : {}) };
    for (const [key, value] of Object.entries(patch)) {
      if (value === null) {
        delete merged[key];
      } else {
        merged[key] = merge(merged[key], value);
      }
    }
    return merged;
  }

  it.each(Object.entries(FIELD_EXAMPLES))(
    'takes back %s, and gives it again',
    (_field, { spec }) => {
      for (const [from, to] of [
        [spec, {}],
        [{}, spec],
      ]) {
        const live = make(from);
        const wanted = make(to);
        const patch = cronJobPatch(
          aLocust({ ...DAILY, ...to }),
          ENGINE_DEFAULTS,
          live,
        );
        expect(merge(live, patch).spec).toEqual(wanted.spec);
      }
    },
  );

  it('puts another value in the place of the one before', () => {
    const live = make({
      master: {
        nodeSelector: { a: '1', b: '1' },
        labels: { a: '1' },
        annotations: { 'example.com/a': '1' },
        affinity: {
          podAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { topologyKey: 'zone' },
            ],
          },
        },
      },
    });
    const next: LocustSpec = {
      master: {
        nodeSelector: { b: '2' },
        labels: { b: '2' },
        annotations: {},
        affinity: { podAntiAffinity: {} },
      },
    };
    const patch = cronJobPatch(
      aLocust({ ...DAILY, ...next }),
      ENGINE_DEFAULTS,
      live,
    );
    expect(merge(live, patch).spec).toEqual(make(next).spec);
  });

  it('takes away the old name of the service account, which the API server fills in', () => {
    const live = merge(make({ master: { serviceAccountName: 'a' } }), {
      spec: {
        jobTemplate: { spec: { template: { spec: { serviceAccount: 'a' } } } },
      },
    });
    const patch = cronJobPatch(aLocust(DAILY), ENGINE_DEFAULTS, live);
    expect(merge(live, patch).spec).toEqual(make().spec);
  });

  it("leaves alone what others added to the CronJob's own labels", () => {
    const patch = cronJobPatch(aLocust(DAILY), ENGINE_DEFAULTS, {
      metadata: { labels: { theirs: '1' } },
    });
    expect(patch.metadata.labels).not.toHaveProperty('theirs');
  });
});
