import { celHasOne, celList } from '../fields/cel';
import { flagField } from '../fields/flagField';
import { listOf } from '../fields/listOf';
import { nameField } from '../fields/nameField';
import { objectOf, type ObjectRule, required } from '../fields/objectOf';
import { anyOf, shown } from '../fields/shown';
import { textField } from '../fields/textField';
import { ENGINE_VARIABLES } from '../reservedNames';

const VARIABLE = '[-._a-zA-Z][-._a-zA-Z0-9]*';

function oneOf(what: string, names: readonly string[]): ObjectRule {
  return {
    find: given => {
      const there = names.filter(it => Object.hasOwn(given, it));
      return there.length === 1
        ? []
        : [
            {
              at: '',
              message: `${what}; give either ${anyOf(names)}, not ${
                there.length === 0 ? 'none' : 'several'
              }.`,
            },
          ];
    },
    cel: {
      rule: celHasOne(names),
      message: `${what.charAt(0).toLowerCase()}${what.slice(
        1,
      )}; give either ${anyOf(names)}`,
    },
  };
}

function keyReference(kind: 'ConfigMap' | 'Secret') {
  return objectOf(
    {
      name: required(
        nameField(kind, { description: `Name of the ${kind}.` }),
        `The name of the ${kind} is missing; add name.`,
      ),
      key: required(
        textField({
          description: 'One of its keys.',
          maxLength: 253,
          accepted: `a key of the ${kind}`,
          pattern: '^[-._a-zA-Z0-9]+$',
          refusal: `is not a key of a ${kind}; use letters, digits, dashes, dots and underscores`,
        }),
        `The key in the ${kind} is missing; add key.`,
      ),
      optional: flagField(
        `Whether to go on without the variable where there is no such ${kind} or key.`,
      ),
    },
    {
      description: `A key of a ${kind} of the same namespace.`,
      accepted: 'name and key',
    },
  );
}

const SOURCES = [
  'configMapKeyRef',
  'secretKeyRef',
  'fieldRef',
  'resourceFieldRef',
] as const;

const VALUE_FROM = objectOf(
  {
    configMapKeyRef: keyReference('ConfigMap'),
    secretKeyRef: keyReference('Secret'),
    fieldRef: objectOf(
      {
        fieldPath: required(
          textField({
            description:
              'Such as metadata.name, spec.nodeName or status.podIP.',
            maxLength: 512,
            accepted: 'a field of the pod',
            pattern:
              "^(metadata\\.(name|namespace|uid|labels\\['[^']+'\\]|annotations\\['[^']+'\\])|spec\\.(nodeName|serviceAccountName)|status\\.(hostIPs?|podIPs?))$",
            refusal:
              "is not a field of a pod that a variable can hold; use metadata.name, metadata.namespace, metadata.uid, metadata.labels['key'], metadata.annotations['key'], spec.nodeName, spec.serviceAccountName, status.hostIP or status.podIP",
          }),
          'The path of the field is missing; add fieldPath.',
        ),
        apiVersion: textField({
          description: 'Default v1.',
          maxLength: 16,
          accepted: 'v1',
          pattern: '^v1$',
          refusal: 'is not a version of pods; use v1',
        }),
      },
      { description: 'A field of the pod itself.', accepted: 'fieldPath' },
    ),
    resourceFieldRef: objectOf(
      {
        resource: required(
          textField({
            description: 'Such as limits.memory or requests.cpu.',
            maxLength: 128,
            accepted: 'a resource of the container',
            pattern:
              '^(limits|requests)\\.(cpu|memory|ephemeral-storage|hugepages-[A-Za-z0-9]+)$',
            refusal:
              'is not a resource of the container; use limits or requests, a dot and cpu, memory or ephemeral-storage',
          }),
          'The resource is missing; add resource, such as limits.memory.',
        ),
        divisor: textField({
          description: 'What to divide by, such as 1Mi. Default 1.',
          maxLength: 16,
          accepted: 'a divisor such as 1Mi',
          pattern: '^(1m?|1[kMGTPE]|1[KMGTPE]i)$',
          refusal: 'is not a divisor; use 1, 1m, 1k, 1M, 1G, 1Ki, 1Mi or 1Gi',
        }),
      },
      {
        description: 'A resource of the container itself.',
        accepted: 'resource',
      },
    ),
  },
  {
    description: 'Where the value comes from.',
    accepted: `one of ${SOURCES.join(', ')}`,
    rules: [oneOf('A value comes from one place', SOURCES)],
  },
);

const ENV_VARIABLE = objectOf(
  {
    name: required(
      textField({
        description: 'Name of the variable.',
        maxLength: 253,
        accepted: 'the name of an environment variable',
        // "PASSWORD=…" is written soon.
        isPrivate: true,
        pattern: `^${VARIABLE}$`,
        refusal:
          'is not the name of an environment variable; use letters, digits, underscores, dashes and dots, a digit not first',
        check: engineVariableProblem,
        rules: [
          {
            rule: `!(self in ${celList(Object.keys(ENGINE_VARIABLES))})`,
            message:
              'the variable is set by the engine; use the fields runTime, workersReadyTimeout and workers, and leave out how master and workers meet',
          },
        ],
      }),
      'The name of the variable is missing; add name.',
    ),
    value: textField({
      description:
        'The value; $(NAME) stands for a variable before this one, $$ for a dollar sign.',
      maxLength: 32_768,
      accepted: 'text, in quotes where YAML would make a number of it',
      isPrivate: true,
    }),
    valueFrom: VALUE_FROM,
  },
  {
    description: 'An environment variable.',
    accepted: 'name and value, or name and valueFrom',
    isPrivate: true,
    rules: [oneOf('A variable has one value', ['value', 'valueFrom'])],
  },
);

function engineVariableProblem(name: string): string | undefined {
  return Object.hasOwn(ENGINE_VARIABLES, name)
    ? `${shown(name)} is set by the engine; ${ENGINE_VARIABLES[name]}.`
    : undefined;
}

export const ENV = listOf(ENV_VARIABLE, {
  description:
    'Environment variables of master and workers. They win over envFrom, configMapRef and secretRef.',
  accepted: 'a list of variables such as [{name: A, value: "1"}]',
  isPrivate: true,
  maxItems: 100,
  key: {
    name: 'name',
    message: name =>
      `The variable ${shown(name)} is given twice; remove one of the two.`,
  },
});

const ENV_FROM_SOURCES = ['configMapRef', 'secretRef'] as const;

function wholeReference(kind: 'ConfigMap' | 'Secret') {
  return objectOf(
    {
      name: required(
        nameField(kind, { description: `Name of the ${kind}.` }),
        `The name of the ${kind} is missing; add name.`,
      ),
      optional: flagField(`Whether to go on where there is no such ${kind}.`),
    },
    {
      description: `A ${kind} of the same namespace whose keys become variables.`,
      accepted: 'name',
    },
  );
}

const ENV_FROM_SOURCE = objectOf(
  {
    prefix: textField({
      description: 'Put before every key.',
      maxLength: 253,
      accepted: 'a prefix such as SHOP_',
      pattern: `^${VARIABLE}$`,
      emptyIsAbsent: true,
      refusal:
        'is not the beginning of an environment variable; use letters, digits, underscores, dashes and dots, a digit not first',
    }),
    configMapRef: wholeReference('ConfigMap'),
    secretRef: wholeReference('Secret'),
  },
  {
    description: 'An object whose keys become variables.',
    accepted: 'configMapRef or secretRef',
    rules: [oneOf('Variables come from one object', ENV_FROM_SOURCES)],
  },
);

export const ENV_FROM = listOf(ENV_FROM_SOURCE, {
  description:
    'ConfigMaps and Secrets whose keys become variables of master and workers. Later ones win over earlier ones, and all of them over configMapRef and secretRef.',
  accepted: 'a list of references such as [{configMapRef: {name: settings}}]',
  maxItems: 50,
});
