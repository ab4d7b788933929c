import type { Run, Test } from 'backstage-plugin-locust-common';
import { isTerminalPhase } from 'backstage-plugin-locust-common';
import type { KubeObject } from '../src/kube/KubeObject';
import { isScheduled, type LocustObject } from '../src/operator/LocustObject';

/** What is there once everybody has come to rest. */
export interface WhatIsThere {
  readonly locusts: readonly LocustObject[];
  /** Everything that carries the engine's label, of all kinds and namespaces. */
  readonly children: readonly KubeObject[];
  /** As the portal shows them. */
  readonly runs: readonly Run[];
  readonly tests: readonly Test[];
  /** Where load tests may be. */
  readonly namespaces: readonly string[];
}

/**
 * What was made by half: a resource that the portal does not know, a run that it shows and that is none, a child of
 * nothing. Each as a sentence.
 */
export function leftovers(there: WhatIsThere): readonly string[] {
  return [
    ...unknownResources(there),
    ...runsOfNothing(there),
    ...childrenOfNothing(there),
    ...objectsElsewhere(there),
  ];
}

const nameOf = ({ metadata, kind = 'Locust' }: KubeObject) =>
  `${kind} ${metadata.namespace}/${metadata.name}`;

function unknownResources({ locusts, runs, tests }: WhatIsThere) {
  return locusts
    .filter(locust => {
      const { namespace, name, uid } = locust.metadata;
      return isScheduled(locust)
        ? !tests.some(it => it.id === uid)
        : !runs.some(it => it.namespace === namespace && it.name === name);
    })
    .map(locust => `The portal does not know the ${nameOf(locust)}`);
}

function runsOfNothing({ locusts, runs }: WhatIsThere) {
  return runs
    .filter(({ phase }) => !isTerminalPhase(phase))
    .filter(
      run =>
        !locusts.some(
          ({ metadata }) =>
            metadata.namespace === run.namespace && metadata.name === run.name,
        ),
    )
    .map(
      run =>
        `The run ${run.id} is ${run.phase}, and its resource ${run.namespace}/${run.name} is not there`,
    );
}

function childrenOfNothing({ locusts, children }: WhatIsThere) {
  const uids = new Set([...locusts, ...children].map(it => it.metadata.uid));
  return children
    .filter(
      ({ metadata: { ownerReferences = [] } }) =>
        !ownerReferences.some(it => uids.has(it.uid)),
    )
    .map(child => `Nothing that is there owns the ${nameOf(child)}`);
}

function objectsElsewhere({ locusts, children, namespaces }: WhatIsThere) {
  return [...locusts, ...children]
    .filter(({ metadata }) => !namespaces.includes(metadata.namespace!))
    .map(it => `The ${nameOf(it)} is where no load test may be`);
}
