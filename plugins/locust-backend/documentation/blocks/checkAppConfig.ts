import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readLocustConfig } from '../../src/config/LocustConfig';
import { locustConfigKeys } from '../pages/configurationPage';
import { once } from '../once';
import { inRepository } from '../repository';
import type { ConfigKey } from '../source/readConfigKeys';

/** What the configuration of the documentation's examples stands beside: clusters that the Kubernetes plugin knows. */
const BESIDE: JsonObject = {
  kubernetes: {
    clusterLocatorMethods: [
      {
        type: 'config',
        clusters: [
          {
            name: 'qa-eu-1',
            url: 'https://qa-eu-1.example.com',
            authProvider: 'serviceAccount',
            serviceAccountToken: 'secret',
          },
        ],
      },
    ],
  },
};

const CERTIFICATE = Buffer.from('-----BEGIN CERTIFICATE-----').toString(
  'base64',
);

/** `${TOKEN}` stands for a text of the environment, `${STAGING_CA}` for a certificate. */
function substituted(config: object): JsonObject {
  return JSON.parse(
    JSON.stringify(config).replace(/\$\{[A-Z][A-Z0-9_]*\}/g, name =>
      name.endsWith('_CA}') ? CERTIFICATE : 'value',
    ),
  );
}

/** A key of a schema, and what may be below it. */
interface Known {
  readonly name: string;
  readonly below: readonly Known[];
  readonly anyName: boolean;
}

function knownOf({ name, keys, anyName }: ConfigKey): Known {
  return { name, below: keys.map(knownOf), anyName };
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: unknown;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

/** What the packages of Backstage that this portal has take. */
function backstageConfig(): readonly Known[] {
  const scope = inRepository('node_modules', '@backstage');
  return readdirSync(scope)
    .map(it => path.join(scope, it, 'config.schema.json'))
    .flatMap(file => {
      try {
        return membersOf(JSON.parse(readFileSync(file, 'utf8')) as JsonSchema);
      } catch {
        // Most packages have none.
        return [];
      }
    });
}

function membersOf(schema: JsonSchema): readonly Known[] {
  const others = [
    schema.items,
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.allOf ?? []),
  ];
  return [
    ...Object.entries(schema.properties ?? {}).map(([name, it]) => ({
      name,
      below: membersOf(it),
      anyName: typeof it.additionalProperties === 'object',
    })),
    ...others.flatMap(it => (it ? membersOf(it) : [])),
  ];
}

function unknownKeys(
  value: unknown,
  known: readonly Known[],
  at: string,
): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap((it, index) =>
      unknownKeys(it, known, `${at}[${index}]`),
    );
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, it]) => {
    const path_ = at === '' ? name : `${at}.${name}`;
    const same = known.filter(one => one.name === name);
    if (same.length === 0) {
      return [
        `there is no key ${path_}; there are ${[
          ...new Set(known.map(one => one.name)),
        ].join(', ')}`,
      ];
    }
    return same.some(one => one.anyName)
      ? []
      : unknownKeys(
          it,
          same.flatMap(one => one.below),
          path_,
        );
  });
}

const knownKeys = once((): readonly Known[] => [
  ...locustConfigKeys().map(knownOf),
  ...backstageConfig(),
]);

/** A part of app-config: keys that there are, with values that the backend takes. */
export function checkAppConfig(
  config: Readonly<Record<string, unknown>>,
): readonly string[] {
  return [
    ...unknownKeys(config, knownKeys(), ''),
    ...('locust' in config ? readingProblems(config) : []),
  ];
}

function readingProblems(
  config: Readonly<Record<string, unknown>>,
): readonly string[] {
  try {
    readLocustConfig(new ConfigReader({ ...BESIDE, ...substituted(config) }));
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
