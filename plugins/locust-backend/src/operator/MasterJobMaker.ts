import type { Reason } from 'backstage-plugin-locust-common';
import { CONFIG_MAPS, JOBS } from '../kube/ResourceTypes';
import { folderConfigMap } from './children/folderConfigMap';
import { inlineLocustfile } from './children/inlineLocustfile';
import { masterJob } from './children/masterJob';
import { decodeJob, type JobObject } from './observed/JobObject';
import { findFolder, FOLDER_MISSING } from './findFolder';
import type { Pass } from './Pass';
import { costBearerOf, type ReconcilerParts } from './ReconcilerParts';

/** Makes a one-off's Job and what it needs to be there first. */
export class MasterJobMaker {
  /** UIDs of resources whose Job the server has refused when it was last tried: it is not there for sure. */
  private readonly refused = new Set<string>();
  /** By UID of a resource whose Job is still refused, its generation when it was first tried. */
  private readonly firstTried = new Map<string, number | undefined>();

  constructor(private readonly parts: ReconcilerParts) {}

  async make(pass: Pass): Promise<JobObject | Reason> {
    const { uid, generation } = pass.locust.metadata;
    // First, for a create whose answer is lost may have been carried out.
    this.refused.delete(uid);
    const made = await this.tryToMake(pass);
    if ('metadata' in made) {
      this.firstTried.delete(uid);
    } else {
      this.refused.add(uid);
      if (!this.firstTried.has(uid)) {
        this.firstTried.set(uid, generation);
      }
    }
    return made;
  }

  /** Whether this process knows that the last try made nothing. */
  wasRefused({ locust }: Pass): boolean {
    return this.refused.has(locust.metadata.uid);
  }

  /** Whether the spec was changed since the Job was first refused: what was allowed then may have been another one. */
  wasEdited({ locust }: Pass): boolean {
    const { uid, generation } = locust.metadata;
    return this.firstTried.has(uid) && this.firstTried.get(uid) !== generation;
  }

  /** The resource has ended or is gone. */
  forget(locustUid: string): void {
    this.refused.delete(locustUid);
    this.firstTried.delete(locustUid);
  }

  private async tryToMake(pass: Pass): Promise<JobObject | Reason> {
    const { children, view, profiles, reporter } = this.parts;
    const { key, locust, signal } = pass;
    const blocked = await this.ensureLocustfile(pass);
    if (blocked) {
      return blocked;
    }
    await reporter.ensure(key, locust, signal);
    const ensured = await children.create(
      key,
      JOBS,
      view.jobs,
      masterJob(
        locust,
        await profiles.configFor(locust),
        costBearerOf(this.parts, locust),
      ),
      locust.metadata.uid,
      signal,
    );
    return ensured.kind === 'there'
      ? decodeJob(ensured.object)
      : ensured.reason;
  }

  /** The ConfigMap of an inline locustfile or a folder. Answers what stands in its way. */
  async ensureLocustfile(pass: Pass): Promise<Reason | undefined> {
    const folder = await findFolder(this.parts, pass);
    if (folder === 'missing') {
      return { code: 'LocustfileMissing', message: FOLDER_MISSING };
    }
    const manifest = folder
      ? folderConfigMap(pass.locust, folder)
      : inlineLocustfile(pass.locust);
    if (!manifest) {
      return undefined;
    }
    const ensured = await this.parts.children.create(
      pass.key,
      CONFIG_MAPS,
      undefined,
      manifest,
      pass.locust.metadata.uid,
      pass.signal,
    );
    return ensured.kind === 'blocked' ? ensured.reason : undefined;
  }
}
