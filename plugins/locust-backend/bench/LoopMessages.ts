import type { Access } from './BenchCluster';

/** What the process without logic is asked to do. */
export type LoopTask =
  /** Make so many runs' Jobs, Services and ReplicaSets as fast as the server takes them. */
  | {
      readonly kind: 'create';
      readonly access: Access;
      readonly namespace: string;
      readonly runs: number;
    }
  /** Make them for every `Locust` that appears, until the process is ended. */
  | {
      readonly kind: 'react';
      readonly access: Access;
      readonly namespace: string;
    };

/** `ready`: what appears from now on is seen. `done`: everything is made. */
export type LoopReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly error: string };
