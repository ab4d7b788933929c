/** The Python that a run ran: its locustfile and what lay beside it. */
export interface LocustfileSnapshot {
  /** The name of the locustfile among the files. */
  readonly main: string;
  /** Contents by name. */
  readonly files: Readonly<Record<string, string>>;
}
