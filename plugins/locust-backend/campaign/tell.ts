import type { PlanResult } from './runPlan';

/** To whoever runs the campaign. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** One line for a plan that went well; for one that did not, what is wrong and how to see it again. */
export function tellResult(
  { id, faults, ms, output }: PlanResult,
  options: { readonly seed: number; readonly verbose: boolean },
): void {
  say(`${faults.length === 0 ? '✓' : '✗'} ${id} (${(ms / 1000).toFixed(1)} s)`);
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
