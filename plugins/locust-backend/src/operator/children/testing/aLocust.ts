import { decodeLocust } from '../../LocustObject';

/** A `Locust` named `x` with this spec, as it comes from the cluster. */
export const aLocust = (spec: object = {}, metadata: object = {}) =>
  decodeLocust({
    metadata: { name: 'x', namespace: 'n', uid: 'u', ...metadata },
    spec,
  });

export const JOB = { name: 'job-x', uid: 'job-uid' };

/** The parts of a pod template that the resource has a say in, in the words of `kubectl describe`. */
export function describePod(template: {
  readonly metadata: {
    readonly labels: object;
    readonly annotations: object;
  };
  readonly spec: object;
}) {
  const { containers, volumes, ...pod } = template.spec as {
    readonly containers: readonly any[];
    readonly volumes: readonly { readonly name: string }[];
  };
  const [{ env = [], volumeMounts, ...container }] = containers;
  return {
    labels: template.metadata.labels,
    annotations: template.metadata.annotations,
    pod,
    container,
    env: Object.fromEntries(
      env.map((it: any) => [it.name, it.value ?? it.valueFrom]),
    ),
    mounts: Object.fromEntries(
      volumeMounts.map((it: any) => {
        const { name, ...source } = volumes.find(
          volume => volume.name === it.name,
        )!;
        return [
          it.mountPath,
          { ...source, ...(it.readOnly && { readOnly: true }) },
        ];
      }),
    ),
  };
}

type Described = ReturnType<typeof describePod>;

/** What a field changes: members beside those that are there without it. */
export type PodChange = {
  readonly [K in keyof Described]?: Readonly<Record<string, unknown>>;
};

export function changed(plain: Described, change: PodChange): Described {
  return Object.fromEntries(
    Object.entries(plain).map(([part, members]) => [
      part,
      { ...members, ...change[part as keyof Described] },
    ]),
  ) as Described;
}
