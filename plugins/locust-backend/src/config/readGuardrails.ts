import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  DurationError,
  parseDuration,
  parseImagePattern,
} from 'backstage-plugin-locust-common';
import type { GuardrailRule } from '../policy/GuardrailBook';
import { asFields, refuseOthers } from './fields';
import { wholeNumber } from './wholeNumber';

const ANY = 'any';

/** A sentence of what is wrong with a value, and what would be accepted, without its path. */
class Refusal extends Error {}

/** Reads a value, or throws a {@link Refusal}. */
type Read = (value: unknown) => unknown;

const FIELDS: Readonly<Record<keyof GuardrailRule['guardrails'], Read>> = {
  images: value => {
    const patterns = readNames(value);
    for (const pattern of patterns) {
      if (!parseImagePattern(pattern)) {
        throw new Refusal(
          `holds ${JSON.stringify(
            pattern,
          )}; a pattern of images names a registry, a repository and perhaps a tag or a digest, such as locustio/locust:2.* or registry.example.com/load/*`,
        );
      }
    }
    return patterns;
  },
  maxWorkers: readCount,
  maxUsers: readCount,
  maxRunTime: value => {
    const text = String(value);
    try {
      parseDuration(text);
    } catch (error) {
      if (error instanceof DurationError) {
        throw new Refusal(
          `is ${JSON.stringify(
            value,
          )}; it may be a duration such as 30m or 2h, or "any"`,
        );
      }
      throw error;
    }
    return text;
  },
  targetHosts: readNames,
  secrets: readNames,
  configMaps: readNames,
  volumes: readNames,
  serviceAccounts: readNames,
  customCommand: readFlag,
  customEnvironment: readFlag,
};

const PLACES = ['clusters', 'namespaces', 'owners'] as const;

/**
 * Reads `locust.guardrails`.
 *
 * @throws InputError naming the path of what is wrong and what would be accepted
 */
export function readGuardrails(root: Config): readonly GuardrailRule[] {
  const rules = root.getOptional<unknown>('locust.guardrails');
  if (rules === undefined) {
    return [];
  }
  if (!Array.isArray(rules)) {
    throw new InputError(
      'locust.guardrails has to be a list of rules, such as [{ maxWorkers: 10 }]',
    );
  }
  return rules.map((rule, index) =>
    readRule(rule, `locust.guardrails[${index}]`),
  );
}

function readRule(rule: unknown, path: string): GuardrailRule {
  const { for: where, ...fields } = asFields(rule, path);
  const places = where === undefined ? {} : asFields(where, `${path}.for`);
  refuseOthers(places, PLACES, `${path}.for`);
  refuseOthers(fields, ['for', ...Object.keys(FIELDS)], path);
  return {
    ...readAll(places, `${path}.for`, () => readNames),
    guardrails: readAll(
      fields,
      path,
      name => value =>
        value === ANY ? null : FIELDS[name as keyof typeof FIELDS](value),
    ),
  };
}

function readAll(
  given: Readonly<Record<string, unknown>>,
  path: string,
  readerOf: (name: string) => Read,
): Record<string, any> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => {
      try {
        return [name, readerOf(name)(value)];
      } catch (error) {
        throw error instanceof Refusal
          ? new InputError(`${path}.${name} ${error.message}`)
          : error;
      }
    }),
  );
}

function readNames(value: unknown): readonly string[] {
  if (
    !Array.isArray(value) ||
    !value.every(name => typeof name === 'string' && name !== '')
  ) {
    throw new Refusal(
      `is ${JSON.stringify(
        value,
      )}; it may be a list of names, in which * stands for any characters`,
    );
  }
  return value;
}

function readCount(value: unknown): number {
  const count = wholeNumber(value);
  if (count === undefined) {
    throw new Refusal(
      `is ${JSON.stringify(
        value,
      )}; it may be a whole number of 1 or more, or "any"`,
    );
  }
  return count;
}

function readFlag(value: unknown): boolean {
  if (value === true || value === 'true') {
    return true;
  }
  if (value === false || value === 'false') {
    return false;
  }
  throw new Refusal(`is ${JSON.stringify(value)}; it may be true or false`);
}
