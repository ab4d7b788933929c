import { ONE_OFFS } from './oneOffs';
import { SCHEDULES } from './schedules';
import type { Workload } from './Workload';

export const WORKLOADS: readonly Workload[] = [...ONE_OFFS, ...SCHEDULES];

/** @throws Error naming those that there are */
export function workloadOf(name: string): Workload {
  const found = WORKLOADS.find(it => it.name === name);
  if (!found) {
    throw new Error(
      `There is no workload "${name}"; there are ${WORKLOADS.map(
        it => it.name,
      ).join(', ')}`,
    );
  }
  return found;
}
