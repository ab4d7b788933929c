import { createHash } from 'node:crypto';

/** A Service's name is a DNS label. */
const LONGEST_NAME = 63;
/** The CronJob controller appends eleven characters for its Jobs. */
const LONGEST_CRON_JOB_NAME = 52;
const HASH_LENGTH = 8;

/** Hexadecimal digest of a text, shortened. */
export function shortHash(text: string, length: number = HASH_LENGTH): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

/**
 * `prefix-name`, made legal where it is not: a hash of the full name takes the place of what is cut off or replaced,
 * so that two resources never share a child.
 */
function childName(prefix: string, name: string, longest: number): string {
  const plain = `${prefix}-${name}`;
  if (plain.length <= longest && !plain.includes('.')) {
    return plain;
  }
  const kept = plain
    .replace(/\./g, '-')
    .slice(0, longest - HASH_LENGTH - 1)
    .replace(/-+$/, '');
  return `${kept}-${shortHash(name)}`;
}

/** Of a one-off's master Job. */
export const jobName = (locust: string) =>
  childName('job', locust, LONGEST_NAME);

export const cronJobName = (locust: string) =>
  childName('cronjob', locust, LONGEST_CRON_JOB_NAME);

/** Of a run's Service; `owner` is the `Locust`'s name for a one-off, the Job's for a scheduled run. */
export const serviceName = (owner: string) =>
  childName('service', owner, LONGEST_NAME);

/** Of a run's workers; `owner` as for the Service. */
export const replicaSetName = (owner: string) =>
  childName('replicaset', owner, LONGEST_NAME);

/** Of the ConfigMap of an inline locustfile, different for every content. */
export const locustfileName = (locust: string, content: string) =>
  childName('locustfile', `${locust}-${shortHash(content)}`, LONGEST_NAME);

/** A label's value takes 63 characters; a longer name is cut and told apart by its hash. */
export function labelValue(name: string): string {
  return name.length <= LONGEST_NAME
    ? name
    : `${name
        .slice(0, LONGEST_NAME - HASH_LENGTH - 1)
        .replace(/[^A-Za-z0-9]+$/, '')}-${shortHash(name)}`;
}
