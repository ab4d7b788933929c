import { LABELS, type LocustSpec } from 'backstage-plugin-locust-common';
import { isFailure } from '../kube/KubeApiError';
import type { KubeObject } from '../kube/KubeObject';
import { CONFIG_MAPS } from '../kube/ResourceTypes';
import type { LocustObject } from './LocustObject';
import { labelValue, locustfileConfigMap } from './names';
import type { CronJobObject } from './observed/CronJobObject';
import { isOwnedBy } from './observed/decodeMetadata';
import type { Pass } from './Pass';
import type { ReconcilerParts } from './ReconcilerParts';
import { startedSpec } from './runStart';
import { soonest } from './soonest';

/**
 * Removes the ConfigMaps of inline locustfiles and folders that a schedule was edited away from, once no run uses
 * them. Those of an edit that no engine saw through to here stay until the next edit, or go with the resource.
 */
export class OldLocustfiles {
  /** By the resource's UID: when to look for what is left over; `afterRuns`: a run that goes still uses one. */
  private readonly due = new Map<string, Date | 'afterRuns'>();

  constructor(private readonly parts: ReconcilerParts) {}

  /** The CronJob has a new template. Its controller may make one more Job of the one before, so that waits a while. */
  templateChanged(pass: Pass): void {
    const graceMs = this.parts.config.oldTemplateGraceSeconds * 1000;
    this.due.set(
      pass.locust.metadata.uid,
      new Date(pass.now.getTime() + graceMs),
    );
    pass.recheckMs = soonest(pass.recheckMs, graceMs);
  }

  /** Looks for them when it is time; that is once for each edit, and once more where a run was still using one. */
  async remove(pass: Pass, schedule: CronJobObject): Promise<void> {
    const { locust, now } = pass;
    const { uid } = locust.metadata;
    const due = this.due.get(uid);
    if (due === undefined || (due === 'afterRuns' && pass.ended.length === 0)) {
      return;
    }
    if (due !== 'afterRuns' && due > now) {
      pass.recheckMs = soonest(pass.recheckMs, due.getTime() - now.getTime());
      return;
    }
    const used = this.used(pass, schedule);
    const wanted = nameOf(locust, locust.spec);
    for (const configMap of await this.own(pass)) {
      const { name } = configMap.metadata;
      if (name !== wanted && !used.includes(name)) {
        await this.removeOne(pass, configMap);
      }
    }
    if (used.some(it => it !== wanted)) {
      this.due.set(uid, 'afterRuns');
    } else {
      this.due.delete(uid);
    }
  }

  /** By the Jobs that are there; of runs that have ended the pods do not start any more. */
  private used(pass: Pass, schedule: CronJobObject): readonly string[] {
    const { view } = this.parts;
    const { locust, jobsToRemove } = pass;
    const own = view.ownJob(locust);
    return [...view.jobsOf(schedule), ...(own ? [own] : [])]
      .filter(job => !jobsToRemove.includes(job) && !job.end)
      .flatMap(job => nameOf(locust, startedSpec(job) ?? {}) ?? []);
  }

  private async own({ locust, signal }: Pass): Promise<readonly KubeObject[]> {
    const { namespace, name, uid } = locust.metadata;
    const found: KubeObject[] = [];
    for await (const page of this.parts.client.listPages<KubeObject>(
      CONFIG_MAPS,
      {
        namespace,
        labelSelector: `${LABELS.locust}=${labelValue(name)},${
          LABELS.component
        }=locustfile`,
        signal,
      },
    )) {
      found.push(...page.items.filter(it => isOwnedBy(it, uid)));
    }
    return found;
  }

  private async removeOne(pass: Pass, { metadata }: KubeObject): Promise<void> {
    const { namespace, name, uid } = metadata;
    try {
      await this.parts.client.delete(
        CONFIG_MAPS,
        { namespace, name },
        { propagationPolicy: 'Background', uid, signal: pass.signal },
      );
    } catch (error) {
      // Without the right to delete it stays until the resource goes.
      if (!isFailure(error, 'notFound', 'conflict', 'forbidden')) {
        throw error;
      }
    }
  }
}

/** The ConfigMap of a spec's locustfile; that of a long inline one is written down as the name already. */
function nameOf(
  { metadata }: LocustObject,
  { locustfile }: LocustSpec,
): string | undefined {
  return locustfile && locustfileConfigMap(metadata.name, locustfile);
}
