import type { BenchCluster } from './BenchCluster';
import type { EngineOptions, EngineProcess } from './EngineProcess';

/** What a figure is to be held against. */
export type Target =
  | { readonly kind: 'atMost'; readonly value: number }
  | { readonly kind: 'atLeast'; readonly value: number };

/** One line of the table. */
export interface Figure {
  /** Stable over versions, for comparing saved results: `latency.p50`. */
  readonly id: string;
  readonly title: string;
  /** Of `measured`, `noLogic` and `target` alike. */
  readonly unit: string;
  readonly measured: number;
  /** What a loop without any logic came to in the same run. */
  readonly noLogic?: number;
  /** Undefined: told for its own sake. */
  readonly target?: Target;
  /** The same figure of other operators, as measured on such a machine. */
  readonly others?: string;
}

export interface BenchResult {
  readonly figures: readonly Figure[];
  /** Whatever helps to understand the figures; goes into the saved result only. */
  readonly details?: unknown;
}

/** What a bench is given to work with. Everything it starts is ended for it. */
export interface BenchContext {
  /** Its own; gone afterwards. */
  readonly folder: string;
  /** Asked for the long form where there is one. */
  readonly full: boolean;
  readonly say: (message: string) => void;
  /** Starts a control plane without nodes, with the resource definition and the engine's account in it. */
  cluster(): Promise<BenchCluster>;
  /** Starts an engine in a process of its own; it works once {@link EngineProcess.start} was called. */
  engine(options: EngineOptions): Promise<EngineProcess>;
  /** To be done when the bench is over, however it ends; last come, first done. */
  afterwards(action: () => Promise<unknown> | void): void;
}

/** A file in `benches/` exports one as `bench`. */
export interface Bench {
  /** What it is called by on the command line: the file's name. */
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  /** The place in the table; those with the same one go by their name. */
  readonly order: number;
  /** Whether it takes part where no name was given. Default true. */
  readonly byDefault?: boolean;
  run(context: BenchContext): Promise<BenchResult>;
}

/** Whether a figure meets its target; undefined where there is none. */
export function meetsTarget({ measured, target }: Figure): boolean | undefined {
  if (!target) {
    return undefined;
  }
  return target.kind === 'atMost'
    ? measured <= target.value
    : measured >= target.value;
}
