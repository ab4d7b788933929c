/** What whoever answers for a test is told. */
export interface Notice {
  /** Entity reference of a group or user. */
  readonly owner: string;
  readonly title: string;
  readonly description: string;
  /** Path in the portal. */
  readonly link: string;
  readonly severity: 'high' | 'normal';
  /** People can choose not to be told of a topic. */
  readonly topic: string;
}

/** A notice that nobody was sent yet. */
export interface DueNotice {
  /** Of what test or schedule; the same for all that is ever told of it. */
  readonly subject: string;
  readonly state: string;
  readonly notice: Notice;
  /** When it became due. */
  readonly at: Date;
}
