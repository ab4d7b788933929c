import { parseArgs } from 'node:util';
import { FAULT_CLASSES, type FaultClass } from './plans/Plan';

export interface CampaignOptions {
  /** These plans only. */
  readonly plans: readonly string[];
  readonly classes: readonly FaultClass[];
  readonly workloads: readonly string[];
  readonly seed: number;
  /** Stop beginning plans after so long; undefined: run all. */
  readonly minutes?: number;
  readonly list: boolean;
  /** A plan that fails has failed only if it does so alone too. */
  readonly replay: boolean;
  readonly mutations: boolean;
  readonly mutation?: string;
  readonly parallel: number;
  readonly timeScale: number;
  readonly cluster?: string;
  readonly json?: string;
  /** Files of results to write the documentation from. */
  readonly docs: readonly string[];
  readonly verbose: boolean;
}

export const USAGE = `npm run campaign [-- OPTION…]

  --list             what plans there are
  --plan ID          this plan only; may be given several times
  --class NAME       plans of this class of faults only: ${FAULT_CLASSES.join(
    ', ',
  )}
  --workload NAME    plans of this workload only
  --minutes M        a sample of all classes that takes so long
  --seed N           which sample, and in which order (default: by the day)
  --replay           run a plan that fails once more, alone, and believe that
  --mutations        put known bugs in, one after the other: each must be caught
  --mutation NAME    put this bug in
  --docs FILE        write docs/campaign.md from such JSON; may be given several times
  --json FILE        write what came of it as JSON
  --parallel N       plans at a time (default: 4)
  --time-scale N     how much faster the engine's time runs (default: 8)
  --cluster NAME     use the embedded control plane of this name and leave it up
  --verbose          show what the engine printed in plans that fail
`;

/** @throws TypeError saying what is wrong */
export function readCommandLine(args: readonly string[]): CampaignOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      plan: { type: 'string', multiple: true, default: [] },
      class: { type: 'string', multiple: true, default: [] },
      workload: { type: 'string', multiple: true, default: [] },
      seed: { type: 'string' },
      minutes: { type: 'string' },
      list: { type: 'boolean', default: false },
      replay: { type: 'boolean', default: false },
      mutations: { type: 'boolean', default: false },
      mutation: { type: 'string' },
      parallel: { type: 'string', default: '4' },
      'time-scale': { type: 'string', default: '8' },
      cluster: { type: 'string' },
      json: { type: 'string' },
      docs: { type: 'string', multiple: true, default: [] },
      verbose: { type: 'boolean', default: false },
    },
  });
  const classes = values.class.map(name => {
    const found = FAULT_CLASSES.find(it => it === name);
    if (!found) {
      throw new TypeError(
        `There is no class "${name}"; there are ${FAULT_CLASSES.join(', ')}`,
      );
    }
    return found;
  });
  return {
    plans: values.plan,
    classes,
    workloads: values.workload,
    seed: positive('seed', values.seed) ?? Math.floor(Date.now() / 86_400_000),
    minutes: positive('minutes', values.minutes),
    list: values.list,
    replay: values.replay,
    mutations: values.mutations,
    mutation: values.mutation,
    parallel: positive('parallel', values.parallel)!,
    timeScale: positive('time-scale', values['time-scale'])!,
    cluster: values.cluster,
    json: values.json,
    docs: values.docs,
    verbose: values.verbose,
  };
}

function positive(name: string, value: string | undefined): number | undefined {
  if (value === undefined) {
    return undefined;
  }
  const number = Number(value);
  if (!(number > 0)) {
    throw new TypeError(`--${name} takes a number above 0, not "${value}"`);
  }
  return number;
}
