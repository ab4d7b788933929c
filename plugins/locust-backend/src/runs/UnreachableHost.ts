/** Why no request of a run has got to the host under test. */
export interface UnreachableHost {
  readonly cause: 'unresolved' | 'refused' | 'noRoute' | 'timeout';
  /** As the errors name it, `shop:8080`; most versions of Locust leave it out. */
  readonly host?: string;
}
