/** The Python that a run ran: its locustfile and what lay beside it. */
export interface LocustfileSnapshot {
  /** The name of the locustfile among the files. */
  readonly main: string;
  /** Contents by name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Where it is kept what runs ran. */
export interface LocustfileStore {
  /** The first one of a run stays. Nothing for a run that is not there. */
  save(runId: string, snapshot: LocustfileSnapshot): Promise<void>;
}
