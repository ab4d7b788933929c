/**
 * Makes what the engine makes, without any logic: no cache, no queue, no status, no history, no thought of what is
 * there already. What it comes to is what the API server can do at best on this machine at this moment.
 */
import type { KubeClient } from '../src/kube/client/KubeClient';
import type { KubeObject } from '../src/kube/KubeObject';
import { JOBS, REPLICA_SETS, SERVICES } from '../src/kube/ResourceTypes';
import { masterJob } from '../src/operator/children/masterJob';
import { service } from '../src/operator/children/service';
import { workers } from '../src/operator/children/workers';
import { ENGINE_DEFAULTS } from '../src/operator/EngineConfig';
import {
  decodeLocust,
  type LocustObject,
  LOCUSTS,
} from '../src/operator/LocustObject';
import { BENCH_SPEC } from './benchSpec';
import { clientFor } from './clientFor';
import type { LoopReply, LoopTask } from './LoopMessages';

/** As many connections as the transport keeps. */
const AT_ONCE = 32;

async function createRun(
  client: KubeClient,
  locust: LocustObject,
  owner?: KubeObject,
): Promise<void> {
  const job = masterJob(locust, ENGINE_DEFAULTS);
  const { metadata } = await client.create<KubeObject>(JOBS, {
    ...job,
    metadata: {
      ...job.metadata,
      ...(owner && {
        ownerReferences: [
          {
            ...job.metadata.ownerReferences[0],
            name: owner.metadata.name,
            uid: owner.metadata.uid,
          },
        ],
      }),
    },
  });
  const { name } = locust.metadata;
  await client.create(SERVICES, service(locust, metadata, name));
  await client.create(
    REPLICA_SETS,
    workers(locust, metadata, name, ENGINE_DEFAULTS),
  );
}

async function create(
  client: KubeClient,
  namespace: string,
  runs: number,
): Promise<void> {
  // One real owner for all, or the garbage collector would take the Jobs away.
  const owner = await client.create<KubeObject>(LOCUSTS, {
    metadata: { name: 'owner-of-the-loop', namespace },
    spec: { ...BENCH_SPEC, suspend: true },
  });
  const locusts = Array.from({ length: runs }, (_, index) =>
    decodeLocust({
      ...owner,
      metadata: { ...owner.metadata, name: `loop-${index}` },
      spec: BENCH_SPEC,
    }),
  );
  tell({ kind: 'ready' });
  const next = locusts.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const locust of next) {
        await createRun(client, locust, owner);
      }
    }),
  );
}

async function react(client: KubeClient, namespace: string): Promise<void> {
  for await (const event of client.watch(LOCUSTS, {
    namespace,
    sendInitialEvents: true,
    onOpen: () => tell({ kind: 'ready' }),
  })) {
    if (event.type === 'ADDED') {
      const locust = decodeLocust(event.object);
      createRun(client, { ...locust, spec: BENCH_SPEC }).catch(fail);
    }
  }
}

async function work(task: LoopTask): Promise<void> {
  const { client } = clientFor(task.access);
  if (task.kind === 'create') {
    await create(client, task.namespace, task.runs);
    tell({ kind: 'done' });
  } else {
    await react(client, task.namespace);
  }
}

function tell(reply: LoopReply): void {
  process.send?.(reply);
}

function fail(error: unknown): void {
  tell({ kind: 'failed', error: String((error as Error)?.stack ?? error) });
}

process.on('message', (task: LoopTask) => void work(task).catch(fail));
process.on('disconnect', () => process.exit(1));
