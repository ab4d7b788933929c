import { InputError } from '@backstage/errors';
import {
  LOCUST_KIND,
  locustRunCreatePermission,
  matchesName,
} from 'backstage-plugin-locust-common';
import type { KubeObject } from '../kube/KubeObject';
import { CONFIG_MAPS } from '../kube/ResourceTypes';
import { listFiles } from '../runs/listFiles';
import { snapshotHash } from '../runs/snapshotHash';
import type { LocustRouter, RouterParts } from './RouterParts';
import { inCluster } from './toHttpError';

/** What the form is filled with for a first run. */
const FORM_DEFAULTS = {
  workers: 2,
  users: 10,
  spawnRate: 2,
  runTime: '5m',
} as const;

interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

/** `/targets`: what may be used. */
export function addTargetRoutes(
  router: LocustRouter,
  parts: RouterParts,
): void {
  const { clusters, authorizer, context, config } = parts;

  router.get('/targets', async (request, response) => {
    const credentials = await context.caller(request as never);
    const entityRef = request.query.entityRef?.toLocaleLowerCase('en-US');
    await authorizer.require(credentials, locustRunCreatePermission, entityRef);
    const { targets, guardrailsIn, freezeIn } = await context.destination(
      credentials,
      entityRef,
    );
    const freeze = freezeIn(targets.cluster ?? '', targets.namespace ?? '');
    const health = clusters
      .health()
      .filter(one => one.cluster === targets.cluster);
    response.json({
      clusters: health.map(one => {
        const available = one.state === 'healthy' || one.state === 'degraded';
        return {
          name: one.cluster,
          namespaces: targets.namespace ? [targets.namespace] : [],
          available,
          ...(available ? {} : { problem: one.message }),
        };
      }),
      defaults: {
        ...FORM_DEFAULTS,
        image: config.image,
        ...(targets.cluster ? { cluster: targets.cluster } : {}),
        ...(targets.namespace ? { namespace: targets.namespace } : {}),
        ...(targets.host ? { host: targets.host } : {}),
        ...(targets.locustfile ? { locustfile: targets.locustfile } : {}),
      },
      guardrails: guardrailsIn(targets.cluster ?? '', targets.namespace ?? ''),
      ...(freeze && {
        freeze: {
          reason: freeze.reason,
          ...(freeze.until && { until: freeze.until.toISOString() as never }),
        },
      }),
    });
  });

  router.get('/targets/configmaps', async (request, response) => {
    const credentials = await context.caller(request as never);
    const { cluster, namespace } = request.query;
    const entityRef = request.query.entityRef?.toLocaleLowerCase('en-US');
    await authorizer.require(credentials, locustRunCreatePermission, entityRef);
    const { targets, guardrailsIn } = await context.destination(
      credentials,
      entityRef,
    );
    if (
      entityRef &&
      (targets.cluster !== cluster || targets.namespace !== namespace)
    ) {
      throw new InputError(
        `ConfigMaps of ${cluster}/${namespace} are not for ${entityRef}; its load tests run in ${targets.cluster}/${targets.namespace}`,
      );
    }
    const { client } = clusters.engine(cluster);
    context.requireNamespace(cluster, namespace);
    const { configMaps: allowed } = guardrailsIn(cluster, namespace);
    const items = await inCluster(cluster, async () => {
      const found: { name: string; keys: string[] }[] = [];
      for await (const page of client.listPages<ConfigMap>(CONFIG_MAPS, {
        namespace,
      })) {
        for (const configMap of page.items) {
          const keys = Object.keys(configMap.data ?? {}).filter(key =>
            key.endsWith('.py'),
          );
          // The reporter's own ConfigMap holds Python, but no locustfile; and that of a run goes with it.
          if (
            keys.length > 0 &&
            (!allowed || matchesName(allowed, configMap.metadata.name)) &&
            !keys.includes('sitecustomize.py') &&
            !configMap.metadata.ownerReferences?.some(
              it => it.kind === LOCUST_KIND,
            )
          ) {
            found.push({ name: configMap.metadata.name, keys: keys.sort() });
          }
        }
      }
      return found;
    });
    response.json({
      items: items.sort((a, b) => a.name.localeCompare(b.name)),
    });
  });

  router.get('/targets/locustfile', async (request, response) => {
    const credentials = await context.caller(request as never);
    const entityRef = request.query.entityRef.toLocaleLowerCase('en-US');
    await authorizer.require(credentials, locustRunCreatePermission, entityRef);
    const entity = await context.entity(credentials, entityRef);
    const { path, url, content, folder } = await parts.repository.read(entity);
    response.json({
      path,
      url,
      content,
      ...(folder && {
        folder: {
          snapshot: snapshotHash(folder.snapshot),
          files: listFiles(folder.snapshot),
          leftOut: [...folder.leftOut],
        },
      }),
    });
  });
}
