/** What every write takes. */
export interface WriteOptions {
  readonly signal?: AbortSignal;
}

export interface MergePatchOptions extends WriteOptions {
  readonly subresource?: 'status';
  /** Refused as `conflict` if the object has another version by now. */
  readonly resourceVersion?: string;
  /**
   * Refused as `conflict` if the name now belongs to another object. Not with `subresource`: there the API server takes
   * over no metadata and compares none but the version.
   */
  readonly uid?: string;
}

export interface ApplyOptions extends WriteOptions {
  /** Takes fields over from other managers instead of failing as `conflict`. */
  readonly force?: boolean;
  readonly subresource?: 'status';
}

export interface DeleteOptions extends WriteOptions {
  /** Never left to the server: its default differs between resources. */
  readonly propagationPolicy: 'Background' | 'Foreground' | 'Orphan';
  /** Refused as `conflict` if the name now belongs to another object. */
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly gracePeriodSeconds?: number;
}
