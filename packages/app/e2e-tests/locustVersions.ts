import type { Run } from 'backstage-plugin-locust-common';
import {
  END_PATIENCE,
  expect,
  kubectl,
  PortalApi,
  START_PATIENCE,
} from './portal';
import { expectPrintedFigures, podLogOf } from './printedFigures';

/** The versions of Locust that the node has, oldest first. */
export const LOCUST_VERSIONS = ['2.24.1', '2.47.0'] as const;

/** A way for a run to go. */
export interface RunKind {
  readonly name: string;
  readonly spec: object;
  /** Who stops it, if it is not to end by itself. */
  readonly stoppedBy?: 'portal' | 'kubectl';
}

export const ENDING: RunKind = { name: 'ends', spec: { runTime: '12s' } };
export const STOPPED: RunKind = {
  name: 'stopped',
  spec: { runTime: '10m' },
  stoppedBy: 'portal',
};
export const OTHER_KINDS: readonly RunKind[] = [
  {
    name: 'ends-unreported',
    spec: { runTime: '15s', workers: 2, reporter: false },
  },
  {
    name: 'stopped-unreported',
    spec: { runTime: '10m', reporter: false },
    stoppedBy: 'portal',
  },
  {
    name: 'stopped-by-kubectl',
    spec: { runTime: '10m', workers: 2 },
    stoppedBy: 'kubectl',
  },
];

/** Starts a run of a version, lets it go its way and holds what is left of it against what it printed. */
export async function expectPrintedFiguresOf(
  api: PortalApi,
  version: string,
  { name, spec, stoppedBy }: RunKind,
): Promise<void> {
  const { id, name: locust } = await api.start(
    `${name}-${version.replaceAll('.', '-')}`,
    { image: `locustio/locust:${version}`, ...spec },
  );
  if (stoppedBy) {
    await untilAtWork(api, id);
    await stop(api, id, locust, stoppedBy);
  }
  const run = await api.untilPhase(
    id,
    stoppedBy ? 'stopped' : 'finished',
    END_PATIENCE,
  );
  const podLog = await podLogOf(run);
  expect(podLog).toContain(`Starting Locust ${version}`);
  expect(podLog.includes('@@locust {')).toBe(!('reporter' in spec));
  await expectPrintedFigures(api, run, podLog);
}

async function untilAtWork(api: PortalApi, id: string) {
  await api.untilPhase(id, 'running', START_PATIENCE);
  const requests = async () => (await api.run(id)).total?.requests ?? 0;
  await expect.poll(requests, START_PATIENCE).toBeGreaterThan(50);
}

async function stop(
  api: PortalApi,
  id: Run['id'],
  locust: string,
  by: 'portal' | 'kubectl',
) {
  if (by === 'portal') {
    expect((await api.post(`/runs/${id}/stop`)).status).toBe(202);
    return;
  }
  const { code, stderr } = await kubectl([
    ...['patch', 'locust', locust, '--type', 'merge'],
    ...['--patch', '{"spec":{"stop":true}}'],
  ]);
  expect(code, stderr).toBe(0);
}
