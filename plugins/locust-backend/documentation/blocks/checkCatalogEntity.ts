import { entitySchemaValidator } from '@backstage/catalog-model';
import { unknownNames } from './unknownNames';

/** An entity of the catalog, or its `metadata` alone. */
export function checkCatalogEntity(
  entity: Readonly<Record<string, unknown>>,
): readonly string[] {
  return [
    ...(entity.kind === undefined ? [] : schemaProblems(entity)),
    ...unknownNames(entity.metadata),
  ];
}

function schemaProblems(entity: unknown): readonly string[] {
  try {
    entitySchemaValidator()(entity);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
