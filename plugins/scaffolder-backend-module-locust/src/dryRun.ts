import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { TestDefinition } from 'backstage-plugin-locust-common';
import type { LocustCalls } from './LocustCalls';

/**
 * Holds a definition against the rules and makes nothing.
 *
 * @throws InputError with every problem in one message
 */
export async function dryRun(
  calls: Pick<LocustCalls, 'validate'>,
  definition: TestDefinition,
  logger: LoggerService,
): Promise<void> {
  const { problems, manifests } = await calls.validate(definition);
  if (problems.length > 0) {
    throw new InputError(
      problems.map(({ field, message }) => `${field}: ${message}`).join('; '),
    );
  }
  logger.info(
    `It would be accepted, and become ${manifests
      .map(({ kind, name }) => `${kind} ${name}`)
      .join(', ')}`,
  );
}
