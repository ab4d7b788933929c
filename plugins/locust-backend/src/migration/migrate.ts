import { parseArgs } from 'node:util';
import { loadKubeConfig } from '../config/loadKubeConfig';
import { KubeClient } from '../kube/client/KubeClient';
import { createTransport } from '../kube/transport/HttpTransport';
import { ENGINE_DEFAULTS } from '../operator/EngineConfig';
import { readClusterObjects } from './ClusterObjects';
import { describeMigration } from './describeMigration';
import { planMigration } from './planMigration';

const HELP = `npm run migrate -- --check [options]

Reads a cluster in which the original operator of locust-qa.xyz has made load tests, and says for each Locust what would
change and what is to be done before the engine looks after it. Changes nothing; docs/migrating.md is the way.

  --context NAME    a context of the kubeconfig; default the current one
  --namespace NAME  this namespace only; default all
  --image IMAGE     what locust.image is configured to; default ${ENGINE_DEFAULTS.image}
`;

/** Configured unless somebody says otherwise; its content changes nothing that is looked at. */
const REPORTER = { configMapName: 'locust-reporter', files: {} };

async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      check: { type: 'boolean' },
      context: { type: 'string' },
      namespace: { type: 'string' },
      image: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help || !values.check) {
    process.stdout.write(HELP);
    process.exitCode = values.help ? 0 : 1;
    return;
  }
  const transport = createTransport({
    kubeConfig: loadKubeConfig({
      name: values.context ?? 'current',
      access: values.context
        ? { kind: 'kubeconfig', context: values.context }
        : { kind: 'default' },
    }),
    userAgent: 'backstage-plugin-locust',
  });
  const objects = await readClusterObjects(
    new KubeClient(transport),
    values.namespace,
  );
  const { image = ENGINE_DEFAULTS.image } = values;
  const plans = planMigration(
    objects,
    { ...ENGINE_DEFAULTS, image, reporter: REPORTER },
    new Date(),
  );
  process.stdout.write(describeMigration(plans));
}

main(process.argv.slice(2)).then(
  () => process.exit(),
  error => {
    process.stderr.write(
      `${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exit(1);
  },
);
