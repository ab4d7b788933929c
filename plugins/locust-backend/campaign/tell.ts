import type { PlanResult } from './runPlan';

/** To whoever runs the campaign. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Nothing was wrong, but the fault had no occasion: which points a run passes is partly a matter of time. */
export function isSkipped({ struck, faults }: PlanResult): boolean {
  return !struck && faults.length === 0;
}

/** One line for a plan that went well; for one that did not, what is wrong and how to see it again. */
export function tellResult(
  result: PlanResult,
  options: { readonly seed: number; readonly verbose: boolean },
): void {
  const { id, faults, ms, output } = result;
  const seconds = (ms / 1000).toFixed(1);
  if (isSkipped(result)) {
    say(`– ${id} (${seconds} s): its point was not reached`);
    return;
  }
  say(`${faults.length === 0 ? '✓' : '✗'} ${id} (${seconds} s)`);
  if (faults.length > 0) {
    faults.forEach(fault => say(`    ${fault}`));
    // Quoted for a shell.
    const quoted = `'${id.replace(/'/g, `'\\''`)}'`;
    say(
      `    again: npm run campaign -- --seed ${options.seed} --plan ${quoted}`,
    );
    if (options.verbose && output) {
      say(output);
    }
  }
}
