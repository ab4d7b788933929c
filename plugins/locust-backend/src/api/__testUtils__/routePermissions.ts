/** What a route of the interface takes of who calls it. */
export interface RoutePermission {
  /** As the OpenAPI document calls it. */
  readonly operation: string;
  readonly permission: string;
  /**
   * Where the request says whose load tests it is about: a run or a test in the path, runs in the query, an entity in
   * the query or the body, nothing (a list, or a summary, is narrowed to what the caller may read), or the whole
   * installation.
   */
  readonly about:
    | 'run'
    | 'runs'
    | 'test'
    | 'entity'
    | 'list'
    | 'summary'
    | 'installation';
}

function all(
  permission: string,
  about: RoutePermission['about'],
  ...operations: readonly string[]
): readonly RoutePermission[] {
  return operations.map(operation => ({ operation, permission, about }));
}

/** Every operation of the interface. */
export const ROUTE_PERMISSIONS: readonly RoutePermission[] = [
  ...all('locust.run.read', 'list', 'ListRuns'),
  ...all(
    'locust.run.read',
    'run',
    'GetRun',
    'WatchRun',
    'GetRunPoints',
    'GetRunRequests',
    'GetRunErrors',
    'GetRunEvents',
    'GetRunLog',
    'ExportRun',
    'GetRunLocustfile',
  ),
  ...all('locust.run.read', 'runs', 'CompareRuns'),
  ...all('locust.run.read', 'entity', 'GetTrend'),
  ...all('locust.run.read', 'summary', 'GetUsage', 'GetOverview'),
  ...all('locust.run.create', 'entity', 'CreateRun'),
  ...all(
    'locust.run.create',
    'run',
    'PinRun',
    'UnpinRun',
    'SetBaseline',
    'ClearBaseline',
    'SetNote',
    'RemoveNote',
    'RejudgeRun',
    'RemoveRejudgement',
  ),
  ...all('locust.run.create', 'test', 'TriggerTest'),
  ...all(
    'locust.run.create',
    'entity',
    'GetTargets',
    'ListLocustfileConfigMaps',
    'ReadRepositoryLocustfile',
  ),
  ...all('locust.run.stop', 'run', 'StopRun'),
  ...all('locust.run.delete', 'run', 'DeleteRun'),
  ...all('locust.test.read', 'list', 'ListTests', 'GetCalendar'),
  ...all('locust.test.read', 'test', 'GetTest'),
  ...all('locust.test.read', 'entity', 'ValidateTest'),
  ...all('locust.test.create', 'entity', 'CreateTest'),
  ...all('locust.test.update', 'test', 'UpdateTest', 'PauseTest', 'ResumeTest'),
  ...all('locust.test.delete', 'test', 'DeleteTest'),
  ...all('locust.admin.read', 'installation', 'GetEngine', 'ListFreezes'),
  ...all('locust.admin.update', 'installation', 'DeclareFreeze', 'LiftFreeze'),
];

/** Operations that are for everybody who reaches the backend, and so tell nothing that is for some only. */
export const PUBLIC_ROUTES: readonly string[] = ['GetHealth'];
