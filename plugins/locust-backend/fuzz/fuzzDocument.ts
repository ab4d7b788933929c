/** Where the OpenAPI document says of a spec only that it is an object. */
const DEFINITIONS = ['TestDefinition', 'TestUpdate'];

/** A rule that is no more than a regular expression. */
const MATCHES = /^(?:self == '' \|\| )?self\.matches\((".*")\)$/;

/** JSON that is looked into where it is known what it is. */
type Json = any;

/**
 * The interface as a fuzzer should know it: specs are what the resource definition says, so that what is made up is
 * close enough to a resource to get as far as the cluster.
 *
 * @param openApi - the plugin's OpenAPI document
 * @param definition - the CustomResourceDefinition
 */
export function fuzzDocument(openApi: Json, definition: Json): Json {
  const document = structuredClone(openApi);
  const [{ schema }] = definition.spec.versions;
  const spec = plainSchema(schema.openAPIV3Schema.properties.spec);
  for (const name of DEFINITIONS) {
    document.components.schemas[name].properties.spec = spec;
  }
  return document;
}

/** Without Kubernetes' extensions; what they say is said with JSON Schema's own words where it has them. */
function plainSchema(schema: Json): Json {
  const {
    'x-kubernetes-validations': rules = [],
    'x-kubernetes-int-or-string': intOrString,
    properties,
    items,
    additionalProperties,
    ...rest
  } = schema;
  const pattern = rules
    .map(({ rule }: { readonly rule: string }) => MATCHES.exec(rule)?.[1])
    .find(Boolean);
  return {
    ...Object.fromEntries(
      Object.entries(rest).filter(([key]) => !key.startsWith('x-')),
    ),
    ...(intOrString && { type: ['integer', 'string'] }),
    ...(pattern && { pattern: JSON.parse(pattern) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, it]) => [name, plainSchema(it)]),
      ),
      additionalProperties: false,
    }),
    ...(items && { items: plainSchema(items) }),
    ...(additionalProperties && {
      additionalProperties: plainSchema(additionalProperties),
    }),
  };
}
