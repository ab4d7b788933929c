import type { KubeClient } from '../kube/client/KubeClient';
import { JOBS } from '../kube/ResourceTypes';
import type { ClusterEngine } from './ClusterEngine';
import { liveMetadata } from './liveMetadata';
import { LOCUSTS } from './LocustObject';

/** What a run that was deleted is remembered by. */
export interface DeletedRun {
  readonly clusterUid: string;
  readonly namespace: string;
  readonly locustName: string;
  readonly locustUid: string;
  readonly jobName: string;
  readonly scheduled: boolean;
}

type Looking = Pick<ClusterEngine, 'clusterUid' | 'locustByUid' | 'jobOf'> & {
  readonly client: Pick<KubeClient, 'get'>;
};

/**
 * Whether its cluster has nothing any more that the engine could begin a run from: no such `Locust`, or, of a
 * schedule, no such Job. The caches are asked first, so that what is there costs nothing; that something is gone is
 * believed only from the API server. False too of a cluster that cannot be asked.
 */
export async function isRunGone(
  run: DeletedRun,
  engines: readonly Looking[],
): Promise<boolean> {
  const engine = engines.find(it => it.clusterUid() === run.clusterUid);
  if (!engine) {
    return false;
  }
  try {
    if (
      !engine.locustByUid(run.locustUid) &&
      (await isLocustGone(run, engine))
    ) {
      return true;
    }
    return (
      run.scheduled && !engine.jobOf(run) && (await isJobGone(run, engine))
    );
  } catch {
    // Down, or forbidden: nobody knows, and the next sweep asks again.
    return false;
  }
}

async function isLocustGone(
  run: DeletedRun,
  { client }: Looking,
): Promise<boolean> {
  const { namespace, locustName: name } = run;
  const live = await liveMetadata(client, LOCUSTS, { namespace, name });
  return live?.uid !== run.locustUid;
}

async function isJobGone(
  run: DeletedRun,
  { client }: Looking,
): Promise<boolean> {
  const { namespace, jobName: name } = run;
  return (await liveMetadata(client, JOBS, { namespace, name })) === undefined;
}
