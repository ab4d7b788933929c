import { ANNOTATIONS, type LocustSpec } from 'backstage-plugin-locust-common';
import type { LocustPolicyRequest } from 'backstage-plugin-locust-node';
import type { RunStart } from '../runs/RunStore';
import { testOf } from './children/childMetadata';
import type { LocustObject } from './LocustObject';
import type { Pass } from './Pass';
import type { ReconcilerParts } from './ReconcilerParts';
import type { RuleQuestion } from './RunRules';

type Parts = Pick<ReconcilerParts, 'cluster' | 'entityRefOf' | 'knownOwnerOf'>;

/**
 * Whether a run may begin.
 *
 * @param spec - what it is to run; a scheduled one may differ from its resource by now
 */
export function runQuestion(
  parts: Parts,
  { key, locust }: Pick<Pass, 'key' | 'locust'>,
  start: RunStart,
  spec: LocustSpec,
): RuleQuestion {
  return {
    key,
    id: start.id,
    request: () => ({
      ...requestOf(parts, locust, spec, start.requestedBy),
      subject: 'run',
    }),
  };
}

/** Whether a test may be on a schedule as its resource says. */
export function scheduleQuestion(
  parts: Parts,
  { key, locust }: Pick<Pass, 'key' | 'locust'>,
): RuleQuestion {
  const { uid, annotations } = locust.metadata;
  return {
    key,
    id: `schedule ${uid}`,
    request: () => ({
      ...requestOf(
        parts,
        locust,
        locust.spec,
        annotations?.[ANNOTATIONS.requestedBy],
      ),
      subject: 'schedule',
    }),
  };
}

function requestOf(
  { cluster, entityRefOf, knownOwnerOf }: Parts,
  locust: LocustObject,
  spec: LocustSpec,
  requestedBy: string | undefined,
): Omit<LocustPolicyRequest, 'subject'> {
  const { name, namespace } = locust.metadata;
  return {
    test: testOf(locust),
    spec,
    place: {
      cluster: cluster.name,
      namespace,
      owner: knownOwnerOf(locust),
      entityRef: entityRefOf(locust),
    },
    origin: { kind: 'cluster', resource: name, requestedBy },
  };
}
