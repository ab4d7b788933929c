import {
  LOCUST_SPEC_DEFAULTS,
  type LocustEnvVariable,
  type LocustSpec,
  RESERVED_MOUNT_PATH,
} from 'backstage-plugin-locust-common';

/** A variable of a container. */
export type EnvVar = Readonly<LocustEnvVariable>;

/** Where the reporter is mounted, and first on Python's path. */
export const REPORTER_FOLDER = `${RESERVED_MOUNT_PATH}/reporter`;

/** Where the locustfile, or the folder with it, is mounted that a resource gives. */
export const LOCUSTFILE_FOLDER = `${RESERVED_MOUNT_PATH}/locustfile`;

const PYTHON_PATH = 'PYTHONPATH';
/** Holds a path that comes from elsewhere, so that the one with the reporter in front can refer to it. */
const GIVEN_PYTHON_PATH = 'LOCUST_RESOURCE_PYTHONPATH';
/** Read by the reporter: seconds. */
const IGNORE_FIRST = 'LOCUST_REPORTER_IGNORE_FIRST';
const ONLY_SUMMARY = 'LOCUST_ONLY_SUMMARY';

/** What the master's environment is made of besides the spec. */
export interface MasterSettings {
  /** As Locust reads it; undefined: no limit of its own. */
  readonly runTime?: string;
  /** Seconds. */
  readonly workersReady: number;
  readonly reporter: boolean;
  /** Seconds; the reporter leaves them out of what thresholds are judged on. */
  readonly warmUp: number;
}

/**
 * The master's variables: the engine's, then the resource's in their order. A variable may refer to one before it, so
 * the resource's may to the engine's.
 */
export function masterEnvironment(
  spec: LocustSpec,
  { runTime, workersReady, reporter, warmUp }: MasterSettings,
): readonly EnvVar[] {
  const given = spec.env ?? [];
  const isGiven = (name: string) => given.some(it => it.name === name);
  return [
    ...envVar('LOCUST_RUN_TIME', runTime),
    ...envVar('LOCUST_USERS', spec.users),
    ...envVar('LOCUST_SPAWN_RATE', spec.spawnRate),
    ...envVar('LOCUST_EXPECT_WORKERS_MAX_WAIT', workersReady),
    ...(reporter && warmUp > 0 ? envVar(IGNORE_FIRST, warmUp) : []),
    ...sharedSettings(spec),
    ...(reporter ? given.flatMap(behindReporter) : given),
    ...(reporter && !isGiven(PYTHON_PATH)
      ? envVar(PYTHON_PATH, REPORTER_FOLDER)
      : []),
    // Without the reporter the tables that Locust prints while it runs are all there is; a ConfigMap of the original's
    // examples turns them off, which a variable of the resource itself still may.
    ...(!reporter && !isGiven(ONLY_SUMMARY)
      ? envVar(ONLY_SUMMARY, 'false')
      : []),
  ];
}

/**
 * The workers' variables. They get what concerns the locustfile and the target, but neither run time nor users: the
 * master decides those, and workers of old versions (2.8.5) exit when given a run time.
 */
export function workerEnvironment(spec: LocustSpec): readonly EnvVar[] {
  return [...sharedSettings(spec), ...(spec.env ?? [])];
}

/** Later entries win where two have the same key: ConfigMap over Secret, as the original had it, then the list's order. */
export function environmentSources(spec: LocustSpec): readonly object[] {
  return [
    ...(spec.secretRef ? [{ secretRef: { name: spec.secretRef } }] : []),
    ...(spec.configMapRef
      ? [{ configMapRef: { name: spec.configMapRef } }]
      : []),
    ...(spec.envFrom ?? []),
  ];
}

/** Settings that master and workers both need. */
function sharedSettings(spec: LocustSpec): readonly EnvVar[] {
  return [
    ...envVar('LOCUST_HOST', spec.host),
    ...envVar('LOCUST_TAGS', list(spec.tags)),
    ...envVar('LOCUST_EXCLUDE_TAGS', list(spec.excludeTags)),
    ...envVar('LOCUST_LOCUSTFILE', locustfilePath(spec)),
  ];
}

/** A path for Python's modules stays, behind the reporter's. */
function behindReporter(variable: EnvVar): readonly EnvVar[] {
  const { name, value, valueFrom } = variable;
  if (name !== PYTHON_PATH) {
    return [variable];
  }
  if (valueFrom) {
    return [
      { name: GIVEN_PYTHON_PATH, valueFrom },
      ...envVar(PYTHON_PATH, `${REPORTER_FOLDER}:$(${GIVEN_PYTHON_PATH})`),
    ];
  }
  // Nothing behind a colon would be the working directory.
  return envVar(
    PYTHON_PATH,
    value ? `${REPORTER_FOLDER}:${value}` : REPORTER_FOLDER,
  );
}

function envVar(
  name: string,
  value: string | number | undefined,
): readonly EnvVar[] {
  return value === undefined ? [] : [{ name, value: String(value) }];
}

function locustfilePath({ locustfile }: LocustSpec): string | undefined {
  if (!locustfile) {
    return undefined;
  }
  const key = 'configMap' in locustfile ? locustfile.key : undefined;
  return `${LOCUSTFILE_FOLDER}/${key ?? LOCUST_SPEC_DEFAULTS.locustfileKey}`;
}

/** Options that take several values are written as a list in brackets: ConfigArgParse's syntax for environment variables. */
function list(values: readonly string[] | undefined): string | undefined {
  return values && values.length > 0 ? `[${values.join(',')}]` : undefined;
}
