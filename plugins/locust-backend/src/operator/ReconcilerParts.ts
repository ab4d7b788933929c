import type { Guardrails } from 'backstage-plugin-locust-common';
import type { RunStart } from '../runs/RunStore';
import type { Expectations } from '../kube/controller/Expectations';
import type { KubeClient } from '../kube/client/KubeClient';
import type { Logger } from '../kube/Logger';
import type { AdmissionQueue } from './admission/AdmissionQueue';
import type { ChildWriter } from './ChildWriter';
import type { ClusterView } from './ClusterView';
import type { CostBearer } from './children/costLabels';
import type { EnforcedProfiles } from './EnforcedProfiles';
import type { EngineConfig } from './EngineConfig';
import type { EventRecorder } from './EventRecorder';
import type { LocustObject } from './LocustObject';
import type { JobObject } from './observed/JobObject';
import type { RunChildren } from './RunChildren';
import type { RunFolders } from './RunFolders';
import type { RunLedger } from './RunLedger';
import { type ClusterIdentity, runStart } from './runStart';
import type { ReporterInstaller } from './ReporterInstaller';
import type { RunReports } from './RunReports';
import type { RunRules } from './RunRules';
import type { RunSupervisor } from './RunSupervisor';
import type { StartGate } from './StartGate';
import type { UnfinishedRuns } from './UnfinishedRuns';

/** What the parts of the reconciler work with. */
export interface ReconcilerParts {
  readonly cluster: ClusterIdentity;
  readonly client: KubeClient;
  readonly view: ClusterView;
  /** The namespace that is watched; undefined: all. */
  readonly namespace: string | undefined;
  readonly expectations: Expectations;
  readonly admission: AdmissionQueue;
  readonly children: ChildWriter;
  readonly runChildren: RunChildren;
  readonly supervisor: RunSupervisor;
  readonly reports: RunReports;
  readonly reporter: ReporterInstaller;
  readonly folders: RunFolders;
  readonly ledger: RunLedger;
  readonly events: EventRecorder;
  readonly unfinished: UnfinishedRuns | undefined;
  readonly config: EngineConfig;
  /** What of it depends on where a resource's pods are made. */
  readonly profiles: EnforcedProfiles;
  /** What the portal has found out about a resource's entity. */
  readonly entityRefOf: (locust: LocustObject) => string | undefined;
  /** Whose limit a resource's runs count against. */
  readonly ownerOf: (locust: LocustObject) => string;
  /** Entity reference of who answers for a resource's runs, where the portal knows. */
  readonly knownOwnerOf: (locust: LocustObject) => string | undefined;
  /** What the platform team allows where a resource is. */
  readonly guardrailsOf: (locust: LocustObject) => Guardrails;
  readonly gate: StartGate;
  /** What a company's own rules say. */
  readonly rules: RunRules;
  readonly logger: Logger;
  readonly now: () => Date;
}

/** Who the runs of a resource cost something. */
export function costBearerOf(
  {
    entityRefOf,
    knownOwnerOf,
  }: Pick<ReconcilerParts, 'entityRefOf' | 'knownOwnerOf'>,
  locust: LocustObject,
): CostBearer {
  return { owner: knownOwnerOf(locust), entityRef: entityRefOf(locust) };
}

/** What identifies the run of a Job of this resource. */
export function startOf(
  parts: ReconcilerParts,
  locust: LocustObject,
  name: string,
  scheduled: boolean,
  job: JobObject | undefined,
): RunStart {
  const { cluster, config, entityRefOf } = parts;
  return runStart(locust, {
    cluster,
    config,
    job,
    jobName: name,
    scheduled,
    entityRef: entityRefOf(locust),
  });
}
