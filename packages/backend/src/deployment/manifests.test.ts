import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import {
  DEPLOY_FOLDER,
  renderFolder,
  type DeployedObject,
} from './__testUtils__/renderFolder';

const ROOT = path.resolve(__dirname, '../../../..');
const { provideKubectl } = require(path.join(ROOT, 'scripts/kubectl.cjs'));
const MANIFESTS = path.join(ROOT, 'plugins/locust-backend/manifests');

const CLUSTER_SCOPED = [
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'Namespace',
];
const PART_OF = 'app.kubernetes.io/part-of';

const shipped = (file: string): readonly DeployedObject[] =>
  parseAllDocuments(readFileSync(path.join(MANIFESTS, file), 'utf8')).map(it =>
    it.toJS(),
  );

/** The overlays, with the namespace that each is for. */
const OVERLAYS = {
  trial: 'backstage',
  production: 'backstage',
  'engine-alone': 'locust-engine',
} as const;
type Overlay = keyof typeof OVERLAYS;

const rendered = new Map<Overlay, readonly DeployedObject[]>();

// On a machine without kubectl it is built first.
beforeAll(async () => {
  const kubectl = await provideKubectl(process.env);
  for (const overlay of Object.keys(OVERLAYS) as Overlay[]) {
    rendered.set(
      overlay,
      await renderFolder(
        kubectl,
        path.join(DEPLOY_FOLDER, 'overlays', overlay),
      ),
    );
  }
}, 20 * 60_000);

const objectsOf = (overlay: Overlay) => rendered.get(overlay)!;

function only(overlay: Overlay, kind: string, name?: string): DeployedObject {
  const found = objectsOf(overlay).filter(
    it => it.kind === kind && (name === undefined || it.metadata.name === name),
  );
  expect(found).toHaveLength(1);
  return found[0];
}

const workloadsOf = (overlay: Overlay) =>
  objectsOf(overlay).filter(it => it.spec?.template?.spec?.containers);

const backendOf = (overlay: Overlay) =>
  only(overlay, 'Deployment').spec.template.spec;

/** The files of a ConfigMap by their names; generated ones end in a hash. */
const dataOf = (overlay: Overlay, configMap: string) =>
  only(overlay, 'ConfigMap', configMap).data as Record<string, string>;

function configOf(overlay: Overlay) {
  const volume = backendOf(overlay).volumes.find(
    (it: { name: string }) => it.name === 'config',
  );
  return dataOf(overlay, volume.configMap.name);
}

function environmentOf(overlay: Overlay) {
  const [{ configMapRef }] = backendOf(overlay).containers[0].envFrom;
  return dataOf(overlay, configMapRef.name);
}

/** The configuration files that the backend is started with. */
function configFilesOf(overlay: Overlay): readonly string[] {
  const { args } = backendOf(overlay).containers[0];
  return args.filter((_: string, at: number) => args[at - 1] === '--config');
}

describe.each(Object.entries(OVERLAYS) as [Overlay, string][])(
  'the overlay %s',
  (overlay, namespace) => {
    it('puts everything into one namespace, under one label', () => {
      for (const { kind, metadata } of objectsOf(overlay)) {
        expect([kind, metadata.namespace]).toEqual([
          kind,
          CLUSTER_SCOPED.includes(kind) ? undefined : namespace,
        ]);
        expect([kind, metadata.name, metadata.labels?.[PART_OF]]).toEqual([
          kind,
          metadata.name,
          'backstage',
        ]);
      }
      expect(only(overlay, 'Namespace').metadata).toMatchObject({
        name: namespace,
        labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
      });
    });

    it('gives the account of the backend the shipped rights, and no others', () => {
      const rules = (objects: readonly DeployedObject[]) =>
        objects
          .filter(it => it.kind === 'ClusterRole')
          .map(it => [it.metadata.name, it.rules]);
      expect(rules(objectsOf(overlay))).toEqual(rules(shipped('rbac.yaml')));
      expect(objectsOf(overlay).filter(it => /^Role/.test(it.kind))).toEqual(
        [],
      );

      const { serviceAccountName } = backendOf(overlay);
      const account = only(overlay, 'ServiceAccount', serviceAccountName);
      const { roleRef, subjects } = only(overlay, 'ClusterRoleBinding');
      expect(roleRef.name).toBe('locust-operator');
      expect(subjects).toEqual([
        {
          kind: 'ServiceAccount',
          name: account.metadata.name,
          namespace: account.metadata.namespace,
        },
      ]);
    });

    it('has the shipped definition of the resource', () => {
      expect(only(overlay, 'CustomResourceDefinition').spec).toEqual(
        shipped('crd.yaml')[0].spec,
      );
    });

    it('names every image with a version', () => {
      for (const { spec } of workloadsOf(overlay)) {
        const { containers, initContainers = [] } = spec.template.spec;
        for (const { image } of [...containers, ...initContainers]) {
          expect(image).toMatch(/:\d+[\w.-]*$/);
        }
      }
    });

    it('runs nothing that the Pod Security Standard `restricted` refuses', () => {
      expect(workloadsOf(overlay).length).toBeGreaterThan(0);
      for (const { spec } of workloadsOf(overlay)) {
        const pod = spec.template.spec;
        expect(pod).not.toHaveProperty('hostNetwork');
        expect(pod).not.toHaveProperty('hostPID');
        expect(pod.securityContext).toMatchObject({
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        });
        expect(pod.securityContext.runAsUser).toBeGreaterThan(0);
        for (const { securityContext } of pod.containers) {
          expect(securityContext).toEqual({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          });
        }
        for (const volume of pod.volumes) {
          expect(volume).not.toHaveProperty('hostPath');
        }
      }
    });

    it('asks for what it needs, bounds its memory and says how it is', () => {
      for (const { kind, spec } of workloadsOf(overlay)) {
        for (const container of spec.template.spec.containers) {
          expect(container.resources).toEqual({
            requests: {
              cpu: expect.any(String),
              memory: expect.any(String),
            },
            limits: { memory: expect.any(String) },
          });
          expect(container).toHaveProperty('startupProbe');
          expect(container).toHaveProperty('readinessProbe');
          // A database that is slow is not ended for it.
          expect(Boolean(container.livenessProbe)).toBe(kind === 'Deployment');
        }
      }
    });

    it('refers to Secrets and brings none', () => {
      expect(objectsOf(overlay).map(it => it.kind)).not.toContain('Secret');
      for (const { data } of objectsOf(overlay).filter(
        it => it.kind === 'ConfigMap',
      )) {
        expect(JSON.stringify(data)).not.toMatch(
          /(password|token|secret)["']?[:=] *["']?[^"'$ ]/i,
        );
      }
      expect(backendOf(overlay).containers[0].envFrom).toContainEqual({
        secretRef: { name: 'backstage-secrets' },
      });
    });

    it('keeps two replicas through upgrades and drains, apart from each other', () => {
      const { metadata, spec } = only(overlay, 'Deployment');
      const selector = { matchLabels: spec.selector.matchLabels };
      expect(spec.replicas).toBe(2);
      expect(spec.strategy.rollingUpdate).toEqual({
        maxUnavailable: 0,
        maxSurge: 1,
      });
      expect(spec.template.metadata.labels).toMatchObject(selector.matchLabels);
      expect(only(overlay, 'PodDisruptionBudget').spec).toMatchObject({
        maxUnavailable: 1,
        selector,
      });
      expect(
        spec.template.spec.topologySpreadConstraints.map(
          (it: { topologyKey: string; labelSelector: object }) => [
            it.topologyKey,
            it.labelSelector,
          ],
        ),
      ).toEqual([
        ['kubernetes.io/hostname', selector],
        ['topology.kubernetes.io/zone', selector],
      ]);
      // Else the kubelet would cut its drain short.
      const { backend } = parse(
        configOf(overlay)['app-config.kubernetes.yaml'],
      );
      expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(
        backend.lifecycle.serverShutdownDelay.seconds + 30,
      );
      expect(metadata.name).toBe('backstage');
    });

    it('leads to its pods by Services and lets in by policies', () => {
      const pods = workloadsOf(overlay).map(it => it.spec.template);
      const meant = (labels: Record<string, string>) =>
        pods.filter(({ metadata }) =>
          Object.entries(labels).every(
            ([key, value]) => metadata.labels[key] === value,
          ),
        );
      const ofKind = (kind: string) =>
        objectsOf(overlay).filter(it => it.kind === kind);
      for (const { metadata, spec } of ofKind('Service')) {
        const [pod, ...others] = meant(spec.selector);
        expect(others).toEqual([]);
        const ports = pod.spec.containers[0].ports.map(
          (it: { name: string }) => it.name,
        );
        for (const { targetPort } of spec.ports) {
          expect([metadata.name, ports]).toEqual([
            metadata.name,
            expect.arrayContaining([targetPort]),
          ]);
        }
      }
      for (const { spec } of ofKind('NetworkPolicy')) {
        expect(meant(spec.podSelector.matchLabels)).toHaveLength(1);
      }
      const guarded = ofKind('NetworkPolicy').map(it => it.metadata.name);
      expect(guarded.sort()).toEqual(
        workloadsOf(overlay)
          .map(it => it.metadata.name)
          .sort(),
      );
    });

    it('starts the backend with configuration files that are there', () => {
      const files = configFilesOf(overlay);
      const [mounted, ofImage] = [true, false].map(absolute =>
        files.filter(it => path.isAbsolute(it) === absolute),
      );
      for (const file of mounted) {
        expect(path.dirname(file)).toBe('/etc/backstage');
      }
      expect(mounted.map(it => path.basename(it)).sort()).toEqual(
        Object.keys(configOf(overlay)).sort(),
      );
      expect(ofImage).toEqual([
        'app-config.yaml',
        'app-config.production.yaml',
      ]);
    });

    it('sets every variable that its configuration files ask for', () => {
      const { env = [], envFrom } = backendOf(overlay).containers[0];
      const set = [
        ...Object.keys(environmentOf(overlay)),
        ...env.map((it: { name: string }) => it.name),
        // Of the Secret.
        'POSTGRES_PASSWORD',
      ];
      expect(envFrom).toHaveLength(2);
      for (const file of configFilesOf(overlay)) {
        const text = path.isAbsolute(file)
          ? configOf(overlay)[path.basename(file)]
          : readFileSync(path.join(ROOT, file), 'utf8');
        const asked = [...text.matchAll(/\$\{(\w+)\}/g)].map(
          ([, name]) => name,
        );
        expect([file, asked.filter(it => !set.includes(it))]).toEqual([
          file,
          [],
        ]);
      }
    });
  },
);

describe('to try it', () => {
  it('there is a PostgreSQL, where the backend looks for it', () => {
    const service = only('trial', 'Service', 'backstage-postgres');
    expect(environmentOf('trial')).toMatchObject({
      POSTGRES_HOST: service.metadata.name,
      POSTGRES_PORT: String(service.spec.ports[0].port),
    });
    const [container] = only('trial', 'StatefulSet').spec.template.spec
      .containers;
    const env = Object.fromEntries(
      container.env.map((it: { name: string }) => [it.name, it]),
    );
    expect(env.POSTGRES_USER.value).toBe(environmentOf('trial').POSTGRES_USER);
    expect(env.POSTGRES_PASSWORD.valueFrom.secretKeyRef.name).toBe(
      'backstage-secrets',
    );
  });

  it('nothing is needed that not every cluster has', () => {
    expect(
      objectsOf('trial').filter(it => /monitoring/.test(it.apiVersion)),
    ).toEqual([]);
  });
});

describe('in production', () => {
  it('the database is elsewhere', () => {
    expect(objectsOf('production').map(it => it.kind)).not.toContain(
      'StatefulSet',
    );
    expect(environmentOf('production').POSTGRES_HOST).toMatch(/\./);
  });

  it('Prometheus scrapes every replica with a token that the backend lets in', () => {
    const monitor = only('production', 'ServiceMonitor');
    const service = only('production', 'Service');
    expect(service.metadata.labels).toMatchObject(
      monitor.spec.selector.matchLabels,
    );
    const [endpoint] = monitor.spec.endpoints;
    expect(service.spec.ports.map((it: { name: string }) => it.name)).toEqual([
      endpoint.port,
    ]);
    expect(backendOf('production').containers[0].env).toEqual([
      {
        name: 'PROMETHEUS_TOKEN',
        valueFrom: { secretKeyRef: endpoint.authorization.credentials },
      },
    ]);
    const { backend } = parse(configOf('production')['app-config.site.yaml']);
    expect(backend.auth.externalAccess).toEqual([
      expect.objectContaining({
        options: { token: '${PROMETHEUS_TOKEN}', subject: 'prometheus' },
      }),
    ]);
  });

  it('there are the shipped alerts', () => {
    expect(only('production', 'PrometheusRule').spec).toEqual(
      shipped('monitoring/prometheusrule.yaml')[0].spec,
    );
  });
});

describe('the engine alone', () => {
  it('is an entry of the image, built from a source of its own', () => {
    const [program] = backendOf('engine-alone').containers[0].args;
    const { exports: entries } = JSON.parse(
      readFileSync(path.join(ROOT, 'packages/backend/package.json'), 'utf8'),
    );
    expect(program).toBe('packages/backend/dist/engine.cjs.js');
    expect(entries['./engine']).toBe('./src/engine.ts');
    expect(backendOf('trial').containers[0].args[0]).toBe('packages/backend');
  });

  it('finds all but itself at the portal', () => {
    const { backend, discovery } = parse(
      configOf('engine-alone')['app-config.engine.yaml'],
    );
    expect(backend.baseUrl).toBe('${ENGINE_URL}');
    expect(
      discovery.endpoints.map((it: { plugins: string[] }) => it.plugins),
    ).toEqual([['*'], ['locust']]);
  });
});
