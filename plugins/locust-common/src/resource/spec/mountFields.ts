import { asRecord } from '../fields/asRecord';
import { celHasOne } from '../fields/cel';
import { choiceField } from '../fields/choiceField';
import type { Finding } from '../fields/Field';
import { listOf } from '../fields/listOf';
import { nameField } from '../fields/nameField';
import {
  alsoSpelled,
  objectOf,
  type ObjectRule,
  required,
} from '../fields/objectOf';
import { anyOf, shown } from '../fields/shown';
import { mountPathField, normalPath } from './mountPathField';

/** A ConfigMap or Secret mounted into master and workers, in the words of the operator that this one replaces. */
export function externalMount(kind: 'ConfigMap' | 'Secret') {
  return objectOf(
    {
      mountPath: alsoSpelled(
        required(
          mountPathField(),
          'The folder to mount at is missing; use an absolute path such as /mnt/locust as mountPath.',
        ),
        'mount_path',
      ),
      name: required(
        nameField(kind, { description: `Name of the ${kind}.` }),
        `The name of the ${kind} to mount is missing; add name.`,
      ),
    },
    {
      description: `A ${kind} of the same namespace to mount read-only into master and workers.`,
      accepted: 'mountPath and name',
      emptyIsAbsent: true,
      rules: [
        {
          cel: {
            rule: 'has(self.name) == (has(self.mountPath) || has(self.mount_path))',
            message: 'a mount needs both mountPath and name',
          },
        },
      ],
    },
  );
}

const SOURCES = ['configMap', 'secret', 'persistentVolumeClaim'] as const;

const TARGETS = ['master', 'worker', 'both'] as const;

const ONE_SOURCE: ObjectRule = {
  find: given => {
    const there = SOURCES.filter(it => Object.hasOwn(given, it));
    return there.length === 1
      ? []
      : [
          {
            at: '',
            message: `A mount has one source; give either ${anyOf(
              SOURCES,
            )}, not ${there.length === 0 ? 'none' : 'several'}.`,
          },
        ];
  },
  cel: {
    rule: celHasOne(SOURCES),
    message: `a mount has one source; give either ${anyOf(SOURCES)}`,
  },
};

const MOUNT = objectOf(
  {
    configMap: nameField('ConfigMap', {
      description: 'Name of a ConfigMap of the same namespace.',
    }),
    secret: nameField('Secret', {
      description: 'Name of a Secret of the same namespace.',
    }),
    persistentVolumeClaim: nameField('PersistentVolumeClaim', {
      description:
        'Name of a PersistentVolumeClaim of the same namespace. Mounted writable; the others are read-only.',
    }),
    mountPath: required(
      mountPathField(),
      'The folder to mount at is missing; use an absolute path such as /mnt/locust as mountPath.',
    ),
    target: choiceField(TARGETS, {
      description: 'Which pods get it: master, worker or both. Default both.',
      refusal: 'is not a target; use master, worker or both',
    }),
  },
  {
    description: 'Something to mount.',
    accepted: `${anyOf(SOURCES)}, with mountPath`,
    rules: [ONE_SOURCE],
  },
);

export const MOUNTS = listOf(MOUNT, {
  description:
    'ConfigMaps, Secrets and PersistentVolumeClaims to mount, none of them where another one is.',
  accepted: 'a list of mounts',
  maxItems: 20,
  check: items => clashes(items.map(itemMount)),
  rules: [
    {
      rule: "self.all(a, self.exists_one(b, a.mountPath == b.mountPath && (!has(a.target) || !has(b.target) || a.target == b.target || a.target == 'both' || b.target == 'both')))",
      message:
        'two mounts of the same pods have the same mountPath; give each a folder of its own',
    },
  ],
});

interface PlacedMount {
  readonly at: string;
  readonly path?: string;
  readonly target: string;
}

function itemMount(item: unknown, index: number): PlacedMount {
  const { mountPath, target } = asRecord(item) ?? {};
  return {
    at: `[${index}].mountPath`,
    ...(typeof mountPath === 'string' && { path: normalPath(mountPath) }),
    target: typeof target === 'string' ? target : 'both',
  };
}

function clashes(mounts: readonly PlacedMount[]): readonly Finding[] {
  return mounts.flatMap((mount, index) =>
    mount.path !== undefined &&
    mounts.slice(0, index).some(it => meet(it, mount))
      ? [{ at: mount.at, message: taken(mount.path) }]
      : [],
  );
}

function meet(one: PlacedMount, other: PlacedMount): boolean {
  return (
    one.path === other.path &&
    (one.target === other.target ||
      one.target === 'both' ||
      other.target === 'both')
  );
}

function taken(path: string): string {
  return `Something else is mounted at ${shown(
    path,
  )} already; give each mount a folder of its own.`;
}

/** The mounts of the new kind against those of the old one. */
export function findTakenMountPaths(
  given: Readonly<Record<string, unknown>>,
): readonly Finding[] {
  const old = (['mountExternalConfig', 'mountExternalSecret'] as const)
    .map(name => asRecord(given[name]))
    .map(it => it?.mountPath ?? it?.mount_path)
    .filter((it): it is string => typeof it === 'string')
    .map(normalPath);
  const mounts = Array.isArray(given.mounts) ? given.mounts : [];
  return mounts
    .map(itemMount)
    .flatMap(({ at, path }) =>
      path !== undefined && old.includes(path)
        ? [{ at: `.mounts${at}`, message: taken(path) }]
        : [],
    );
}
