import {
  ANNOTATIONS,
  LABELS,
  LOCUST_API_VERSION,
  LOCUST_KIND,
} from 'backstage-plugin-locust-common';
import type { LocustObject } from '../LocustObject';
import { labelValue } from '../names';

/** What {@link LABELS.managedBy} says on everything the engine makes. */
export const MANAGED_BY = 'backstage-plugin-locust';

/** By which the catalog's Kubernetes tab finds an entity's objects; handed down so that it finds the children too. */
const KUBERNETES_ID = 'backstage.io/kubernetes-id';

/** What a child is for. */
export type Component = 'master' | 'worker' | 'schedule' | 'locustfile';

export function childLabels(
  locust: LocustObject,
  component: Component,
): Readonly<Record<string, string>> {
  const { name, labels } = locust.metadata;
  const id = labels?.[KUBERNETES_ID];
  return {
    [LABELS.locust]: labelValue(name),
    [LABELS.name]: 'locust',
    [LABELS.instance]: labelValue(name),
    [LABELS.component]: component,
    [LABELS.managedBy]: MANAGED_BY,
    [LABELS.test]: testOf(locust),
    ...(id !== undefined && { [KUBERNETES_ID]: id }),
  };
}

export function childAnnotations(
  locust: LocustObject,
): Readonly<Record<string, string>> {
  const { name, annotations } = locust.metadata;
  const entityRef = annotations?.[ANNOTATIONS.entityRef];
  return {
    [ANNOTATIONS.locustName]: name,
    ...(entityRef !== undefined && { [ANNOTATIONS.entityRef]: entityRef }),
  };
}

/** The name under which the resource's runs are compared. */
export function testOf(locust: LocustObject): string {
  const { name, labels } = locust.metadata;
  return labels?.[LABELS.test] || labelValue(name);
}

export function ownedByLocust(locust: LocustObject): readonly object[] {
  return [
    owner(
      LOCUST_API_VERSION,
      LOCUST_KIND,
      locust.metadata.name,
      locust.metadata.uid,
    ),
  ];
}

/** The Job that a run's Service and workers belong to. */
export interface OwningJob {
  readonly name: string;
  readonly uid: string;
}

export function ownedByJob(job: OwningJob): readonly object[] {
  return [owner('batch/v1', 'Job', job.name, job.uid)];
}

function owner(apiVersion: string, kind: string, name: string, uid: string) {
  return {
    apiVersion,
    kind,
    name,
    uid,
    controller: true,
    // True would need the right to update the owner's finalizers.
    blockOwnerDeletion: false,
  };
}
