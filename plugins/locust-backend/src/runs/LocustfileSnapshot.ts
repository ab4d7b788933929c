/** What a run ran: its locustfile and what lay beside it. */
export interface LocustfileSnapshot {
  /** The path of the locustfile among the files. */
  readonly main: string;
  /** Texts by path. */
  readonly files: Readonly<Record<string, string>>;
  /** What is no text, by path, as base64. */
  readonly binary?: Readonly<Record<string, string>>;
}

/** Where it is kept what runs ran. */
export interface LocustfileStore {
  /** The first one of a run stays. Nothing for a run that is not there. */
  save(runId: string, snapshot: LocustfileSnapshot): Promise<void>;
}

/** Where folders are kept from the moment when somebody asks for a run of them. */
export interface LocustfileFolders {
  /** Resolves to nothing where it is not kept, or not any more. */
  read(hash: string): Promise<LocustfileSnapshot | undefined>;
}
