import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { validateLocustSpec } from 'backstage-plugin-locust-common';
import {
  completedResources,
  type ContainerResources,
  POD_DEFAULTS,
  type PodSettings,
} from '../operator/children/podRestriction';
import { asFields, refuseOthers } from './fields';
import { wholeNumber } from './wholeNumber';

const PATH = 'locust.pods';
const RESTRICTED = ['portal', 'all', 'none'] as const;
const ROLES = ['master', 'worker'] as const;
/** The kernel's. */
const LARGEST_USER = 2 ** 31 - 1;

/**
 * Reads `locust.pods`.
 *
 * @throws InputError naming the path of what is wrong and what would be accepted
 */
export function readPods(root: Config): PodSettings {
  const fields = asFields(root.getOptional<unknown>(PATH) ?? {}, PATH);
  refuseOthers(fields, ['restricted', 'runAsUser', 'resources'], PATH);
  const resources = asFields(fields.resources ?? {}, `${PATH}.resources`);
  refuseOthers(resources, ROLES, `${PATH}.resources`);
  return {
    restricted: readRestricted(fields.restricted),
    runAsUser: readUser(fields.runAsUser),
    resources: {
      master: readResources(resources.master, 'master'),
      worker: readResources(resources.worker, 'worker'),
    },
  };
}

function readRestricted(
  given: unknown = POD_DEFAULTS.restricted,
): PodSettings['restricted'] {
  const known = RESTRICTED.find(it => it === given);
  if (!known) {
    throw new InputError(
      `${PATH}.restricted is ${JSON.stringify(
        given,
      )}; it may be ${RESTRICTED.join(', ')}`,
    );
  }
  return known;
}

function readUser(given: unknown = POD_DEFAULTS.runAsUser): number {
  const user = wholeNumber(given);
  if (user === undefined || user > LARGEST_USER) {
    throw new InputError(
      `${PATH}.runAsUser is ${JSON.stringify(
        given,
      )}; it may be the number of a user, 1 or more, for 0 is root`,
    );
  }
  return user;
}

/** As a resource gives them, and held against the same rules; what is not said of cpu and memory is as by default. */
function readResources(
  given: unknown,
  role: (typeof ROLES)[number],
): ContainerResources {
  const path = `${PATH}.resources.${role}`;
  if (given === undefined) {
    return POD_DEFAULTS.resources[role];
  }
  const fields = asFields(given, path);
  refuseOthers(fields, ['requests', 'limits'], path);
  const [problem] = validateLocustSpec({ [role]: { resources: fields } });
  if (problem) {
    throw new InputError(
      `${problem.field.replace(`spec.${role}.resources`, path)}: ${
        problem.message
      }`,
    );
  }
  const asText = (amounts: unknown) =>
    Object.fromEntries(
      Object.entries((amounts ?? {}) as object).map(([name, amount]) => [
        name,
        String(amount),
      ]),
    );
  return completedResources(
    { requests: asText(fields.requests), limits: asText(fields.limits) },
    POD_DEFAULTS.resources[role],
  );
}
