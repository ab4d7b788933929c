import { InputError } from '@backstage/errors';
import type {
  LocustfileSource,
  TestDefinition,
} from 'backstage-plugin-locust-common';
import type { RepositoryLocustfile } from '../entities/RepositoryLocustfiles';
import { listFiles } from '../runs/listFiles';
import { snapshotHash } from '../runs/snapshotHash';
import type { Demand } from './Demand';
import type { RouterParts } from './RouterParts';
import type { CommandContext } from './RunCommands';

/**
 * What a caller defines, with all that it leaves to the entity, and where it goes.
 *
 * @throws InputError naming the field, what was refused and what would be accepted
 */
export async function settledDefinition(
  parts: Pick<RouterParts, 'context' | 'repository'>,
  demand: Demand,
  definition: TestDefinition,
): Promise<{
  readonly definition: TestDefinition;
  readonly target: CommandContext;
}> {
  const { context, repository } = parts;
  const target = await context.command(demand, definition);
  if (!definition.entityDefaults) {
    return { definition, target };
  }
  if (!target.readEntity) {
    throw new InputError(
      'entityDefaults: there is no entity to take them from; name it as entityRef, or leave entityDefaults out',
    );
  }
  const { host, locustfile } = context.targetsOf(await target.readEntity());
  const { spec } = definition;
  return {
    definition: {
      ...definition,
      spec: {
        ...(host !== undefined && { host }),
        ...(locustfile !== undefined &&
          spec.locustfile === undefined && {
            locustfile: sourceOf(
              await repository.read(await target.readEntity()),
            ),
          }),
        ...spec,
      },
    },
    // The same request means the same, whatever lies in the repository by then.
    target: { ...target, asked: { entityDefaults: true, spec } },
  };
}

/** As a spec names what was read. */
function sourceOf({ content, folder }: RepositoryLocustfile): LocustfileSource {
  return folder
    ? {
        snapshot: snapshotHash(folder.snapshot),
        files: listFiles(folder.snapshot).map(({ path }) => path),
      }
    : { inline: content };
}
