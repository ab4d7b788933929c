import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import type {
  AuditorService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { ConfigReader } from '@backstage/config';
import { NotFoundError } from '@backstage/errors';
import type { LocustPolicyRule } from 'backstage-plugin-locust-node';
import express from 'express';
import { readLocustConfig } from '../../config/LocustConfig';
import { targetsOf } from '../../entities/EntityTargets';
import { FreezeBook } from '../../freezes/FreezeBook';
import type { DatabaseRunStore } from '../../history/DatabaseRunStore';
import { type Clock, systemClock } from '../../kube/Clock';
import { readRunPicture } from '../../live/readRunPicture';
import { RunLiveHub } from '../../live/RunLiveHub';
import { Clusters } from '../../operator/Clusters';
import { Authorizer } from '../../policy/Authorizer';
import { GuardrailBook } from '../../policy/GuardrailBook';
import { PolicyRules } from '../../policy/PolicyRules';
import { createRouter } from '../createRouter';
import { RequestContext } from '../RequestContext';
import type { RouterParts } from '../RouterParts';
import { RequestedFolders } from '../RequestedFolders';
import { RunAccess } from '../RunAccess';
import { RunCommands } from '../RunCommands';
import { RunEnds } from '../RunEnds';
import { runSource } from '../runSource';
import { TestViews } from '../TestViews';

/** The plugin's routes over a history, and no cluster; their answers are held against the OpenAPI document. */
export async function routesOver(
  store: DatabaseRunStore,
  options: {
    readonly permissions?: PermissionsService;
    readonly auditor?: AuditorService;
    /** Told of each time that a run is read for those who wait for it. */
    readonly onRead?: (id: string) => void;
    readonly clock?: Clock;
    /** Told of the entity whose lists have changed. */
    readonly onChange?: (entityRef: string | undefined) => void;
    readonly clusters?: Clusters;
    readonly entities?: readonly Entity[];
    readonly entityRefOf?: RouterParts['entityRefOf'];
    readonly replicaFindings?: RouterParts['replicaFindings'];
    readonly guardrails?: GuardrailBook;
    readonly rules?: readonly LocustPolicyRule[];
    /** The namespaces that the cluster's configuration names. */
    readonly watched?: readonly string[];
  } = {},
): Promise<{
  readonly app: express.Express;
  readonly ends: RunEnds;
  readonly live: RunLiveHub;
  readonly parts: RouterParts;
}> {
  const {
    permissions = mockServices.permissions(),
    auditor = mockServices.auditor.mock({
      createEvent: async () => ({
        success: async () => {},
        fail: async () => {},
      }),
    }),
    onRead = () => {},
    clock = systemClock,
    onChange = () => {},
    clusters = new Clusters([]),
    entities = [],
    entityRefOf = () => undefined,
    replicaFindings = () => [],
    guardrails = new GuardrailBook([]),
    watched = [],
  } = options;
  const freezes = new FreezeBook({
    windows: [],
    declared: now => store.freezes.current(now),
    clock,
    onFailure: () => {},
  });
  const rules = new PolicyRules({
    rules: options.rules ?? [],
    clock,
    logger: mockServices.logger.mock(),
  });
  const authorizer = new Authorizer(permissions);
  const context = new RequestContext({
    httpAuth: mockServices.httpAuth(),
    catalog: catalogServiceMock({ entities: [...entities] }),
    targetsOf: entity => targetsOf(entity, { clusters: [] }),
    fallback: { cluster: 'local' },
    guardrails,
    freezes,
    watchedIn: () => watched,
    namespaceOwners: {},
  });
  const runs = new RunAccess({ store, authorizer, context });
  const ends = new RunEnds({
    read: id => {
      onRead(id);
      return runs.now(id);
    },
    intervalMs: 20,
  });
  const live = new RunLiveHub({
    read: (id, before) => readRunPicture(runSource(runs, store), id, before),
    isComplete: id => store.isComplete(id),
    clock,
    onFailure: () => {},
  });
  const ownerOfRun: RouterParts['ownerOfRun'] = ({ entityRef }) =>
    entityRef && `owner of ${entityRef}`;
  const tests = new TestViews({
    store,
    entityRefOf,
    ownerOfRun,
    now: () => new Date(),
  });
  const repository = {
    read: async () => {
      throw new NotFoundError('No test over a history reads a repository');
    },
  };
  const folders = new RequestedFolders({
    archive: store.locustfiles,
    repository,
  });
  const parts: RouterParts = {
    clusters,
    store,
    runs,
    ends,
    live,
    authorizer,
    context,
    commands: new RunCommands({ clusters, store, tests, folders, rules }),
    repository,
    tests,
    entityRefOf,
    guardrails,
    freezes: { book: freezes, declared: store.freezes },
    rules,
    ownerOfRun,
    placeOf: (cluster, { metadata: { namespace } }) => ({
      cluster,
      namespace,
      owner: undefined,
    }),
    auditor,
    config: readLocustConfig(new ConfigReader({})),
    replicaFindings,
    clock,
    signals: { changed: onChange },
  };
  const app = express();
  app.use(await createRouter(parts, { validateResponses: true }));
  app.use(mockErrorHandler());
  return { app, ends, live, parts };
}
