import { LOCUST_API_VERSION } from 'backstage-plugin-locust-common';
import { buildStatus } from '../src/operator/buildStatus';
import { kubeTime } from '../src/operator/kubeTime';
import {
  decodeLocust,
  LOCUSTS,
  type RawLocust,
} from '../src/operator/LocustObject';
import { jobName } from '../src/operator/names';
import { runId } from '../src/operator/runId';
import type { BenchCluster } from './BenchCluster';
import { BENCH_SPEC } from './benchSpec';

const AT_ONCE = 64;

/** A `Locust` whose run has ended well, with the status that the engine leaves. */
export function finishedStatus(raw: RawLocust): object {
  const locust = decodeLocust(raw);
  const { name, uid } = locust.metadata;
  const job = jobName(name);
  const now = new Date();
  return buildStatus(
    locust,
    {
      problems: [],
      warnings: [],
      active: [],
      ended: [
        {
          id: runId('cluster', uid, job),
          job,
          phase: 'finished',
          verdict: 'none',
          startTime: kubeTime(new Date(now.getTime() - 300_000)),
          endTime: kubeTime(now),
          requests: 123_456,
          failureRatio: '0.0012',
          p95: 87,
        },
      ],
    },
    now,
  );
}

/** Makes so many resources whose runs are over: an engine that comes to see them has nothing to do. */
export async function seedFinished(
  cluster: BenchCluster,
  namespace: string,
  count: number,
): Promise<void> {
  const { driver } = cluster;
  let made = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (made < count) {
        made += 1;
        const name = `finished-${made}`;
        const raw = await driver.create<RawLocust>(LOCUSTS, {
          apiVersion: LOCUST_API_VERSION,
          metadata: { name, namespace },
          spec: BENCH_SPEC,
        });
        await driver.mergePatch(
          LOCUSTS,
          { namespace, name },
          { status: finishedStatus(raw) },
          { subresource: 'status' },
        );
      }
    }),
  );
}
