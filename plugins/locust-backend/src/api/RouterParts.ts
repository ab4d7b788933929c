import type { AuditorService } from '@backstage/backend-plugin-api';
import type { LocustConfig } from '../config/LocustConfig';
import type { RunStore } from '../runs/RunStore';
import type { Clusters } from '../operator/Clusters';
import type { LocustObject } from '../operator/LocustObject';
import type { Authorizer } from '../policy/Authorizer';
import type { createOpenApiRouter } from '../schema/openapi/generated';
import type { RequestContext } from './RequestContext';
import type { RunCommands } from './RunCommands';
import type { TestViews } from './TestViews';

/** What the routes are made of. */
export interface RouterParts {
  readonly clusters: Clusters;
  readonly store: RunStore;
  readonly authorizer: Authorizer;
  readonly context: RequestContext;
  readonly commands: RunCommands;
  readonly tests: TestViews;
  readonly entityRefOf: (
    cluster: string,
    locust: LocustObject,
  ) => string | undefined;
  readonly auditor: AuditorService;
  readonly config: LocustConfig;
}

/** An Express router that knows every path, parameter and body of the OpenAPI document. */
export type LocustRouter = Awaited<ReturnType<typeof createOpenApiRouter>>;
