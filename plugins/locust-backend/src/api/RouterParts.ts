import type { AuditorService } from '@backstage/backend-plugin-api';
import type { Finding } from 'backstage-plugin-locust-common';
import type { LocustConfig } from '../config/LocustConfig';
import type { RepositoryLocustfiles } from '../entities/RepositoryLocustfiles';
import type { DatabaseFreezes } from '../history/DatabaseFreezes';
import type { FreezeBook } from '../freezes/FreezeBook';
import type { ActiveRuns } from '../history/ActiveRuns';
import type { FailingTests } from '../history/FailingTests';
import type { RunArchive } from '../history/readRunRecord';
import type { RunCounts } from '../history/RunCounts';
import type { RunTrends } from '../history/RunTrends';
import type { RunUsage } from '../history/RunUsage';
import type { Clock } from '../kube/Clock';
import type { RunLiveHub } from '../live/RunLiveHub';
import type { RunSignals } from '../live/RunSignals';
import type { Clusters } from '../operator/Clusters';
import type { LocustObject } from '../operator/LocustObject';
import type { Authorizer } from '../policy/Authorizer';
import type { GuardedPlace, GuardrailBook } from '../policy/GuardrailBook';
import type { PolicyRules } from '../policy/PolicyRules';
import type { createOpenApiRouter } from '../schema/openapi/generated';
import type { RequestContext } from './RequestContext';
import type { RunAccess } from './RunAccess';
import type { RunCommands } from './RunCommands';
import type { RunEnds } from './RunEnds';
import type { TestViews } from './TestViews';

/** What the routes are made of. */
export interface RouterParts {
  readonly clusters: Clusters;
  readonly store: RunArchive & {
    readonly counts: RunCounts;
    readonly trends: RunTrends;
    readonly usage: RunUsage;
    readonly active: ActiveRuns;
    readonly failing: FailingTests;
  };
  readonly runs: RunAccess;
  readonly ends: RunEnds;
  readonly live: RunLiveHub;
  readonly authorizer: Authorizer;
  readonly context: RequestContext;
  readonly commands: RunCommands;
  readonly repository: Pick<RepositoryLocustfiles, 'read'>;
  readonly tests: TestViews;
  readonly entityRefOf: (
    cluster: string,
    locust: LocustObject,
  ) => string | undefined;
  readonly guardrails: GuardrailBook;
  readonly freezes: {
    readonly book: Pick<FreezeBook, 'current' | 'refresh'>;
    readonly declared: Pick<DatabaseFreezes, 'declare' | 'lift'>;
  };
  readonly rules: PolicyRules;
  /** Where a resource is and who answers for it. */
  readonly placeOf: (cluster: string, locust: LocustObject) => GuardedPlace;
  /** Who answers for runs, as far as the catalog and the configuration say. */
  readonly ownerOfRun: (run: {
    readonly entityRef?: string;
    readonly namespace: string;
  }) => string | undefined;
  readonly auditor: AuditorService;
  readonly config: LocustConfig;
  /** What is wrong with this replica itself. */
  readonly replicaFindings: () => readonly Finding[];
  readonly clock: Clock;
  /** Told of what lists show and the history does not tell of itself. */
  readonly signals: Pick<RunSignals, 'changed'>;
}

/** An Express router that knows every path, parameter and body of the OpenAPI document. */
export type LocustRouter = Awaited<ReturnType<typeof createOpenApiRouter>>;
