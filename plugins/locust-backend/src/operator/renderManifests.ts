import { cronJob } from './children/cronJob';
import { folderConfigMap } from './children/folderConfigMap';
import { inlineLocustfile } from './children/inlineLocustfile';
import { masterJob } from './children/masterJob';
import { networkPolicy } from './children/networkPolicies';
import { service } from './children/service';
import { workers } from './children/workers';
import type { EngineConfig } from './EngineConfig';
import { decodeLocust, isScheduled, type LocustObject } from './LocustObject';
import { cronJobName, jobName, runOwner } from './names';

/** Stands where the cluster will put a UID. */
const ASSIGNED = 'assigned-by-the-cluster';

/** A `Locust` that need not exist yet. */
export interface LocustManifestLike {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: unknown;
}

/** A manifest of a child, as it would be sent to the API server. */
export interface RenderedManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
}

/**
 * What the engine would make of a resource, without making it: of a scheduled one also what comes with its
 * first run.
 *
 * @throws DurationError or CommandError for a spec that validation refuses
 */
export function renderManifests(
  manifest: LocustManifestLike,
  config: EngineConfig,
): readonly RenderedManifest[] {
  const locust = decodeLocust({
    ...manifest,
    metadata: { ...manifest.metadata, uid: ASSIGNED },
  });
  const { name } = locust.metadata;
  const locustfile =
    inlineLocustfile(locust) ?? folderConfigMap(locust, placeholders(locust));
  const scheduled = isScheduled(locust);
  // The CronJob controller appends the minute that the run is of.
  const job = scheduled ? `${cronJobName(name)}-00000000` : jobName(name);
  const owner = runOwner(name, job, !scheduled);
  const owning = { name: job, uid: ASSIGNED };
  const { networkPolicy: settings } = config;
  return [
    ...(locustfile ? [locustfile] : []),
    scheduled ? cronJob(locust, config) : masterJob(locust, config),
    ...(settings
      ? [
          networkPolicy('master', locust, owning, owner, settings),
          networkPolicy('worker', locust, owning, owner, settings),
        ]
      : []),
    service(locust, owning, owner),
    workers(locust, owning, owner, config),
  ];
}

/** In place of a folder's files, which are large and known to whoever looks at the manifests. */
function placeholders({ spec: { locustfile } }: LocustObject) {
  const paths = locustfile && 'snapshot' in locustfile ? locustfile.files : [];
  return {
    files: Object.fromEntries(paths.map(it => [it, `<content of ${it}>`])),
  };
}
