import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CampaignCluster } from './cluster/CampaignCluster';
import { type CampaignOptions, readCommandLine, USAGE } from './commandLine';
import { bundleEngine } from './engine/bundleEngine';
import { mutate, tellMutations } from './mutate';
import { renderDocs } from './renderDocs';
import type { Results } from './results';
import type { Campaign } from './runPlan';
import { say } from './tell';
import { tellResults, wage } from './wage';

const DOCS = path.join(__dirname, '../../../docs/campaign.md');

/** What is to be ended when this process is asked to end. */
let ending: (() => Promise<void>) | undefined;

async function campaign(options: CampaignOptions): Promise<boolean> {
  const bundle = await bundleEngine();
  const cluster = await CampaignCluster.start({
    name: options.cluster,
    onProgress: message => process.stderr.write(`${message}\n`),
  });
  ending = async () => {
    await cluster.stop();
    bundle.remove();
  };
  try {
    const shared: Campaign = {
      cluster,
      bundle: bundle.file,
      timeScale: options.timeScale,
      mutation: options.mutations ? undefined : options.mutation,
      prefix: `c-${randomBytes(3).toString('hex')}`,
    };
    const results: Results = options.mutations
      ? await mutate(shared, options)
      : await wage(shared, options);
    cluster.errors.forEach(error => say(`  ! ${error}`));
    if (options.json) {
      writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
    }
    return results.kind === 'mutations'
      ? tellMutations(results)
      : tellResults(results) || options.list;
  } finally {
    await ending();
  }
}

async function main(args: readonly string[]): Promise<boolean> {
  if (args.includes('--help')) {
    say(USAGE);
    return true;
  }
  const options = readCommandLine(args);
  if (options.docs.length > 0) {
    writeFileSync(
      DOCS,
      renderDocs(
        options.docs.map(
          file => JSON.parse(readFileSync(file, 'utf8')) as Results,
        ),
      ),
    );
    return true;
  }
  return campaign(options);
}

const endEarly = () => {
  const ended = ending?.() ?? Promise.resolve();
  ended.finally(() => process.exit(130));
};
(['SIGINT', 'SIGTERM', 'SIGHUP'] as const).forEach(signal =>
  process.on(signal, endEarly),
);

main(process.argv.slice(2)).then(
  isWell => process.exit(isWell ? 0 : 1),
  error => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
