import { ClusterCommand, parseCommandLine, USAGE } from './commandLine';
import { ClusterPlaces, placesOf } from './clusterPlaces';
import { provideArchive, provideLocust } from './containerd';
import { endedComponents, readClusterRecord } from './clusterRecord';
import { ClusterCondition, describeCluster } from './describeCluster';
import type { DevCluster } from './DevCluster';
import { clusterFolder, findCluster, stopCluster } from './findCluster';
import { locustImage } from './locustImage';
import { standInArchive } from './nodeImages';
import { endRunningCommands } from './runCommand';
import { startCluster } from './startCluster';

const EXIT_FAILED = 1;
const EXIT_BAD_USAGE = 2;
const EXIT_NOT_UP = 3;

/** The answer goes to standard output, everything else to standard error. */
const answer = (text: string) => process.stdout.write(`${text}\n`);
const tell = (text: string) => process.stderr.write(`${text}\n`);

async function run(command: ClusterCommand): Promise<number> {
  switch (command.action) {
    case 'help':
      answer(USAGE);
      return 0;
    case 'up':
      return up(command);
    case 'down':
      answer(
        (await stopCluster(command.name))
          ? `Cluster ${command.name} is down.`
          : `Cluster ${command.name} was not up.`,
      );
      return 0;
    case 'status': {
      const condition = await conditionOf(command.name);
      answer(describeCluster(condition, new Date()));
      return condition.state === 'up' ? 0 : EXIT_NOT_UP;
    }
    case 'stand-in':
      answer(await standInArchive(command.image, progressTold()));
      return 0;
    default: {
      const cluster = await findCluster(command.name);
      if (!cluster) {
        tell(describeCluster(await conditionOf(command.name), new Date()));
        return EXIT_FAILED;
      }
      if (command.action === 'add-locust') {
        const { version } = command;
        await provideLocust(placesOfNode(cluster), version, progressTold());
        answer(`Cluster ${cluster.name} has ${locustImage(version)}.`);
        return 0;
      }
      if (command.action === 'add-image') {
        await provideArchive(placesOfNode(cluster), command.archive);
        answer(`Cluster ${cluster.name} has the image of ${command.archive}.`);
        return 0;
      }
      answer(cluster.kubeconfigPath);
      return 0;
    }
  }
}

function placesOfNode(cluster: DevCluster): ClusterPlaces {
  if (cluster.kind !== 'node') {
    throw new Error(
      `Cluster ${cluster.name} is a control plane only: images go into one with a node`,
    );
  }
  return placesOf(cluster.folder);
}

function progressTold(): (message: string) => void {
  const startedAt = Date.now();
  return message => {
    const elapsed = ((Date.now() - startedAt) / 1000).toFixed(1);
    tell(`[${elapsed.padStart(6)} s] ${message}`);
  };
}

async function up(
  command: Extract<ClusterCommand, { readonly action: 'up' }>,
): Promise<number> {
  const { name, controlPlane, auditLog, controllers } = command;
  const cluster = await startCluster({
    kind: controlPlane ? 'control-plane' : 'node',
    name,
    auditLog,
    controllers,
    onProgress: progressTold(),
  });
  answer(describeCluster(upCondition(cluster), new Date()));
  return 0;
}

function upCondition(cluster: DevCluster): ClusterCondition {
  const { name, kind, version, server, kubeconfigPath, createdAt } = cluster;
  return {
    ...{ state: 'up', name, kind, version },
    ...{ server, kubeconfigPath, createdAt },
  };
}

async function conditionOf(name: string): Promise<ClusterCondition> {
  const cluster = await findCluster(name);
  if (cluster) {
    return upCondition(cluster);
  }
  const folder = clusterFolder(name);
  const record = folder && (await readClusterRecord(folder));
  if (!record) {
    return { state: 'down', name };
  }
  const ended = endedComponents(record);
  return record.phase === 'starting' && ended.length === 0
    ? { state: 'starting', name }
    : { state: 'broken', name, ended };
}

function endOnSignals() {
  const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
  for (const [signal, exitCode] of Object.entries(exitCodes)) {
    process.once(signal, () => {
      // What was being started is taken down by its guardian once this process is gone.
      endRunningCommands();
      process.exit(exitCode);
    });
  }
}

async function main() {
  endOnSignals();
  let command: ClusterCommand;
  try {
    command = parseCommandLine(process.argv.slice(2));
  } catch (error) {
    tell(`${(error as Error).message}.\n\n${USAGE}`);
    process.exitCode = EXIT_BAD_USAGE;
    return;
  }
  try {
    process.exitCode = await run(command);
  } catch (error) {
    // A part of what failed may still be building.
    endRunningCommands();
    tell((error as Error).message);
    if (process.env.DEBUG) {
      tell(String((error as Error).stack));
    }
    process.exitCode = EXIT_FAILED;
  }
}

main();
