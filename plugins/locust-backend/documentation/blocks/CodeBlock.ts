/** A fenced block of a page. */
export interface CodeBlock {
  /** Path of the page in the repository. */
  readonly page: string;
  /** Of its first line of code, from 1. */
  readonly line: number;
  /** What stands behind the fence; empty where nothing does. */
  readonly language: string;
  readonly text: string;
}

/** What is wrong with a block, each with what would be right. Empty: nothing. */
export type BlockCheck = (block: CodeBlock) => readonly string[];
