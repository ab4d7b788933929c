import { firstLine } from './mutate';
import { MUTATIONS } from './mutations';
import { FAULT_CLASSES } from './plans/Plan';
import { isSkipped } from './tell';
import type { CampaignResults, MutationResults, Results } from './results';
import { WORKLOADS } from './workloads/workloads';

const WHAT = `# The fault campaign

What the engine promises, it has to keep when everything around it fails. The campaign runs it as production does, a
process of its own with its history in a database, against a real API server with etcd and controllers; between the
two stands a proxy that speaks TLS to both sides and understands what passes. Pods run on a node without containers:
its kubelet serves the logs of real Locust masters, recorded before, by way of the API server.

Each workload runs once where nothing goes wrong. What it writes, reads and is told is taken down, and from that the
plans are derived: one fault, at one exact point. After each plan the same questions are asked. Is the end state that
of the clean run (cluster and history, with times and UIDs masked; for the class *others* the end that the plan
states)? Was every object made and deleted as often as there? Never two Jobs for one run, none before the status has
named it? Nothing left when the resource is deleted? No writes for 30 s once it has settled? One row of history for
each run, its phases only forward, at an end exactly when its Job is? Nothing of anybody else touched? No crash, no
unhandled rejection, no secret in the output? Memory and open streams back to where they were? Does a cluster that is
out of order hold up another one?

The engine's clock runs eight times as fast as the wall's, timers and all, so that leases, back-offs and timeouts keep
their proportions and the 30 s of silence take four.

\`\`\`sh
npm run campaign                              # everything, in parallel
npm run campaign -- --minutes 10              # a sample of all classes
npm run campaign -- --class leaders           # one class
npm run campaign -- --list                    # the plans there are
npm run campaign -- --plan 'ID' --verbose     # one plan again, as a failure prints it
npm run campaign -- --mutations               # known bugs put in: each must be noticed
\`\`\`

Part of \`npm test\` is a sample of a few minutes, of \`npm run test:full\` a longer one, another each day. The methods
are those of Sieve (OSDI '22) and Acto (SOSP '23).
`;

/** `docs/campaign.md`, from what came of the last whole campaign and the mutations. */
export function renderDocs(all: readonly Results[]): string {
  return [
    WHAT,
    ...all.flatMap(results =>
      results.kind === 'campaign'
        ? [renderCampaign(results)]
        : [renderMutations(results)],
    ),
  ].join('\n');
}

function renderCampaign({
  results,
  planned,
  seed,
  seconds,
}: CampaignResults): string {
  const ran = results.filter(it => !it.id.startsWith('clean/'));
  const plans = ran.filter(it => !isSkipped(it));
  const failed = results.filter(it => it.faults.length > 0);
  const count = (name: string, workload?: string) =>
    plans.filter(({ id }) =>
      id.startsWith(workload ? `${name}/${workload}/` : `${name}/`),
    ).length;
  const rows = WORKLOADS.map(({ name: workload }) => [
    workload,
    ...FAULT_CLASSES.map(name => String(count(name, workload) || '')),
    String(FAULT_CLASSES.reduce((sum, name) => sum + count(name, workload), 0)),
  ]);
  return `## Result

${plans.length} of ${planned} plans after ${
    results.length - ran.length
  } clean runs, seed ${seed}, ${Math.round(
    seconds / 60,
  )} minutes on two cores: **${failed.length} failed**.

${table(
  ['workload', ...FAULT_CLASSES, 'together'],
  [
    ...rows,
    [
      '**together**',
      ...FAULT_CLASSES.map(name => String(count(name))),
      String(plans.length),
    ],
  ],
)}
${failed.map(it => `- \`${it.id}\`: ${firstLine(it.faults[0])}`).join('\n')}
`;
}

function renderMutations({ results }: MutationResults): string {
  const order = Object.keys(MUTATIONS);
  const rows = [...results]
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
    .map(it => {
      const { bug } = MUTATIONS[it.name as keyof typeof MUTATIONS];
      const isCaught = it.with.length > 0 && it.without.length === 0;
      return [
        `\`${it.name}\`: ${bug}`,
        `\`${it.plan}\``,
        isCaught ? cell(firstLine(it.with[0])) : '**not caught**',
      ];
    });
  return `## Known bugs put in

Each is put into the engine's process by the campaign, and the plan beside it then fails, as it does not without.

${table(['bug', 'caught by', 'which says'], rows)}
`;
}

function cell(text: string): string {
  const plain = text
    .replace(/^NotInTime: /, '')
    .replace(/\|/g, '\\|')
    .replace(/[<>*_]/g, '\\$&');
  return plain.length > 140 ? `${plain.slice(0, 140)} …` : plain;
}

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join(
    '\n',
  );
}
