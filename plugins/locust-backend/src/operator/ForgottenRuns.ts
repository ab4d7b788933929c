import { JOBS } from '../kube/ResourceTypes';
import { objectKey } from '../kube/KubeObject';
import { liveMetadata } from './liveMetadata';
import { type LocustObject, LOCUSTS } from './LocustObject';
import { jobName } from './names';
import type { ReconcilerParts } from './ReconcilerParts';
import { RESOURCE_DELETED, JOB_VANISHED } from './runReasons';

/** Of deleted resources, to be remembered as done with. */
const MAX_CLOSED = 5_000;

/** Closes runs of which the cluster has nothing any more. */
export class ForgottenRuns {
  /** UIDs of deleted resources whose runs are closed. */
  private readonly closed = new Set<string>();

  constructor(private readonly parts: ReconcilerParts) {}

  /** The resource is gone, and with it, by their owners, its children: what was going is closed with what is known. */
  async closeOf(key: string, last: LocustObject): Promise<void> {
    const { cluster, unfinished, ledger } = this.parts;
    const { uid } = last.metadata;
    if (this.closed.has(uid)) {
      return;
    }
    const runs = (await unfinished?.unfinished(cluster.uid)) ?? [];
    for (const run of runs.filter(it => it.locustUid === uid)) {
      await unfinished!.progress(run.id, this.deletedProgress());
      ledger.release(run.id);
    }
    for (const run of last.status.activeRuns ?? []) {
      ledger.release(run.id);
    }
    if (this.closed.size >= MAX_CLOSED) {
      this.closed.clear();
    }
    this.closed.add(uid);
    this.parts.logger.debug(`${key}: deleted, its runs are closed`);
  }

  /**
   * Closes what the history has as unfinished though nothing in the cluster stands for it any more: it ended while no
   * engine was looking. What is still there is looked at in the usual way.
   */
  async closeForgotten(
    enqueue: (key: string) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { unfinished, ledger, cluster, view, namespace } = this.parts;
    const runs = (await unfinished?.unfinished(cluster.uid)) ?? [];
    for (const run of runs.filter(
      it => namespace === undefined || it.namespace === namespace,
    )) {
      if (signal.aborted) {
        return;
      }
      const locust = view.locustByUid(run.locustUid);
      if (!locust) {
        if (await this.isResourceGone(run)) {
          await unfinished!.progress(run.id, this.deletedProgress());
          ledger.release(run.id);
        }
      } else if (
        run.jobName !== jobName(locust.metadata.name) &&
        !locust.status.activeRuns?.some(it => it.id === run.id) &&
        !view.job(run.namespace, run.jobName) &&
        (await this.isJobGone(run))
      ) {
        await unfinished!.progress(run.id, {
          phase: 'error',
          reason: JOB_VANISHED,
          verdict: 'none',
          finishedAt: this.parts.now(),
        });
        ledger.release(run.id);
      } else {
        enqueue(objectKey(locust));
      }
    }
  }

  private deletedProgress() {
    return {
      phase: 'stopped' as const,
      reason: RESOURCE_DELETED,
      verdict: 'none' as const,
      finishedAt: this.parts.now(),
    };
  }

  /** By the server's word: a Job just made may not be in the cache yet. */
  private async isJobGone(run: {
    readonly namespace: string;
    readonly jobName: string;
  }): Promise<boolean> {
    const { namespace, jobName: name } = run;
    const live = await liveMetadata(this.parts.client, JOBS, {
      namespace,
      name,
    });
    return live === undefined;
  }

  /** By the server's word too. */
  private async isResourceGone(run: {
    readonly namespace: string;
    readonly locustName: string;
    readonly locustUid: string;
  }): Promise<boolean> {
    const { namespace, locustName: name } = run;
    const live = await liveMetadata(this.parts.client, LOCUSTS, {
      namespace,
      name,
    });
    return live?.uid !== run.locustUid;
  }
}
