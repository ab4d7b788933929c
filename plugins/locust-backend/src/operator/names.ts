import { createHash } from 'node:crypto';
import type { LocustfileSource } from 'backstage-plugin-locust-common';

/** A Service's name is a DNS label. */
const LONGEST_NAME = 63;
/** Of most objects, with dots in them. */
const LONGEST_OBJECT_NAME = 253;
/** The CronJob controller appends eleven characters for its Jobs. */
const LONGEST_CRON_JOB_NAME = 52;
const HASH_LENGTH = 8;

/** Hexadecimal digest of a text, shortened. */
export function shortHash(text: string, length: number = HASH_LENGTH): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

/** A DNS label, which is what the names of Services, Jobs and CronJobs have to be. */
const LEGAL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
/** What a made name ends in. No minute of a schedule and no hexadecimal digest looks like that. */
const MADE = new RegExp(`-h[0-9a-f]{${HASH_LENGTH}}$`);

/**
 * `prefix-name`, made legal where it is not: a hash of the full name takes the place of what is cut off or replaced.
 * A plain name that looks like a made one is made as well, so that two resources never share a child.
 */
function childName(prefix: string, name: string, longest: number): string {
  const plain = `${prefix}-${name}`;
  if (plain.length <= longest && LEGAL.test(plain) && !MADE.test(plain)) {
    return plain;
  }
  const kept = plain
    .replace(/[^-a-z0-9]/g, '-')
    .slice(0, longest - HASH_LENGTH - 2)
    .replace(/-+$/, '');
  return `${kept}-h${shortHash(name)}`;
}

/** What the names of scheduled Jobs begin with. */
const SCHEDULED = 'cronjob-';

/**
 * What a run's Service and workers are named after: the `Locust` for a one-off, the Job for a scheduled run. A
 * one-off that is called like a scheduled Job, and a Job that somebody gave a name of their own, get another name, for
 * they would meet. No name of an object holds a colon, so nothing else is ever called that.
 */
export function runOwner(locust: string, job: string, oneOff: boolean): string {
  if (oneOff) {
    return locust.startsWith(SCHEDULED) ? `once:${locust}` : locust;
  }
  return job.startsWith(SCHEDULED) ? job : `by-hand:${job}`;
}

/** Of a one-off's master Job. */
export const jobName = (locust: string) =>
  childName('job', locust, LONGEST_NAME);

export const cronJobName = (locust: string) =>
  childName('cronjob', locust, LONGEST_CRON_JOB_NAME);

/** Of a run's Service; `owner` as {@link runOwner} gives it. */
export const serviceName = (owner: string) =>
  childName('service', owner, LONGEST_NAME);

/** Of a run's workers; `owner` as {@link runOwner} gives it. */
export const replicaSetName = (owner: string) =>
  childName('replicaset', owner, LONGEST_NAME);

/** Of the network policy of a run's master or its workers; `owner` as {@link runOwner} gives it. */
export const networkPolicyName = (role: 'master' | 'worker', owner: string) =>
  childName(`networkpolicy-${role}`, owner, LONGEST_NAME);

/** Of the ConfigMap of an inline locustfile or, by its hash, of a folder: different for every content. */
export const locustfileName = (locust: string, content: string) =>
  childName('locustfile', `${locust}-${shortHash(content)}`, LONGEST_NAME);

/** The ConfigMap that the pods have their locustfile from. */
export function locustfileConfigMap(
  locust: string,
  source: LocustfileSource,
): string {
  if ('configMap' in source) {
    return source.configMap;
  }
  return locustfileName(
    locust,
    'inline' in source ? source.inline : source.snapshot,
  );
}

/**
 * An entity reference as the value of a label, which takes neither colons nor slashes: `group:default/shop` becomes
 * `group.default.shop`. Kinds and namespaces have no dots, so no two of them become the same.
 */
export function referenceLabel(entityRef: string): string {
  return labelValue(
    entityRef
      .replace(/[:/]/g, '.')
      .replace(/[^-A-Za-z0-9_.]/g, '-')
      .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, ''),
  );
}

/** Of an Event about an object; `id` tells it from others. */
export function eventName(object: string, id: string): string {
  const room = LONGEST_OBJECT_NAME - id.length - 1;
  return `${object.slice(0, room).replace(/[^a-z0-9]+$/, '')}.${id}`;
}

/** A label's value takes 63 characters; a longer name is cut and told apart by its hash. */
export function labelValue(name: string): string {
  return name.length <= LONGEST_NAME
    ? name
    : `${name
        .slice(0, LONGEST_NAME - HASH_LENGTH - 1)
        .replace(/[^A-Za-z0-9]+$/, '')}-${shortHash(name)}`;
}
