import type { TestDefinition } from 'backstage-plugin-locust-common';
import type { LocustCalls } from './LocustCalls';

/** What a step of a template says of the test that it is about. */
export interface AskedTest {
  readonly name: string;
  readonly entityRef?: string;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly entityDefaults?: boolean;
}

/**
 * What is sent for a step. With `entityDefaults` the spec begins as the portal's form does: with the host and the
 * locustfile that the entity's annotations name, the file as it is now. What the step says itself wins.
 */
export async function definitionFor(
  calls: Pick<LocustCalls, 'targets' | 'repositoryLocustfile'>,
  { name, entityRef, cluster, namespace, spec, entityDefaults }: AskedTest,
): Promise<TestDefinition> {
  const defaults =
    entityDefaults && entityRef !== undefined
      ? await defaultsOf(calls, entityRef, spec?.locustfile === undefined)
      : {};
  return {
    name,
    ...(entityRef !== undefined && { entityRef }),
    ...(cluster !== undefined && { cluster }),
    ...(namespace !== undefined && { namespace }),
    spec: { ...defaults, ...spec },
  };
}

async function defaultsOf(
  calls: Pick<LocustCalls, 'targets' | 'repositoryLocustfile'>,
  entityRef: string,
  needsLocustfile: boolean,
): Promise<Readonly<Record<string, unknown>>> {
  const { host, locustfile } = (await calls.targets(entityRef)).defaults;
  return {
    ...(host !== undefined && { host }),
    ...(needsLocustfile &&
      locustfile !== undefined && {
        locustfile: await calls.repositoryLocustfile(entityRef),
      }),
  };
}
