/** A schema of OpenAPI, as far as it is read here. */
export interface FieldSchema {
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly items?: FieldSchema;
  readonly additionalProperties?: FieldSchema | boolean;
}

/**
 * The fields of the Locust resource that an API server does not know, and would drop from what is written to it: those
 * of its spec and status that came with a later version of the plugin than the definition that is installed.
 *
 * @returns paths such as `spec.stopWhen`; of what is missing as a whole only the path of the whole
 */
export function definitionGap(
  ours: FieldSchema,
  served: FieldSchema,
): readonly string[] {
  return ['spec', 'status'].flatMap(part =>
    gap(part, ours.properties?.[part] ?? {}, served.properties?.[part]),
  );
}

function gap(
  path: string,
  ours: FieldSchema,
  served: FieldSchema | undefined,
): readonly string[] {
  if (!served) {
    return [path];
  }
  const { properties = {}, items, additionalProperties: values } = ours;
  const { additionalProperties: servedValues } = served;
  return [
    ...Object.entries(properties).flatMap(([name, schema]) =>
      gap(`${path}.${name}`, schema, served.properties?.[name]),
    ),
    ...(items ? gap(`${path}[]`, items, served.items) : []),
    ...(typeof values === 'object' && typeof servedValues === 'object'
      ? gap(`${path}.*`, values, servedValues)
      : []),
  ];
}
