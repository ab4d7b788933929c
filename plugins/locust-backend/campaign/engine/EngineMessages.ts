/** One cluster as the engine process is configured with it. */
export interface EngineCluster {
  readonly name: string;
  readonly kubeconfig: string;
  readonly namespace: string;
  readonly leaseNamespace: string;
}

export interface EngineSettings {
  readonly clusters: readonly EngineCluster[];
  /** SQLite file of the history. */
  readonly database: string;
  readonly clockOffsetMs?: number;
  readonly databaseFault?: DatabaseFault;
  /** A bug to put in. */
  readonly mutation?: string;
}

/** A fault of the database, from the engine's side of the driver. */
export interface DatabaseFault {
  /**
   * - `lost`: every statement fails, as on a connection that is gone.
   * - `commit-unknown`: the transaction is committed, but the engine learns of a lost connection.
   * - `busy`: every statement is refused as SQLite does while another process holds the lock.
   * - `slow`: every statement takes `ms` longer.
   */
  readonly kind: 'lost' | 'commit-unknown' | 'busy' | 'slow';
  /** Begins with this transaction, counted from 1. */
  readonly transaction: number;
  /** How long it lasts, or how slow it is. Ignored by `commit-unknown`. Real milliseconds. */
  readonly ms: number;
}

export interface Measurement {
  readonly heapBytes: number;
  readonly sockets: number;
  readonly timers: number;
  readonly transactions: number;
  readonly health: readonly { readonly state: string }[];
}

export type ToEngine =
  | { readonly kind: 'begin'; readonly settings: EngineSettings }
  | { readonly kind: 'clock'; readonly offsetMs: number }
  | { readonly kind: 'measure' }
  | { readonly kind: 'stop' };

export type FromEngine =
  | { readonly kind: 'ready' }
  | { readonly kind: 'started' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'measured'; readonly measurement: Measurement }
  | { readonly kind: 'unhandled'; readonly message: string }
  | { readonly kind: 'stopped' };
