import type { RunProgress } from '../runs/RunStore';

/** What the engine asks of the history to close runs whose cluster objects are gone. The `RunStore` is one. */
export interface UnfinishedRuns {
  /** Runs of a cluster that have no terminal phase. */
  unfinished(clusterUid: string): Promise<
    readonly {
      readonly id: string;
      readonly locustUid: string;
      readonly namespace: string;
      readonly locustName: string;
      readonly jobName: string;
    }[]
  >;
  /** Moves a run on; ignored once its phase is terminal. */
  progress(id: string, progress: RunProgress): Promise<void>;
}
