import {
  LOCUST_API_VERSION,
  LOCUST_KIND,
  LOCUST_PLURAL,
  locustDefinition,
} from 'backstage-plugin-locust-common';
import { type GeneratedPage, WRITTEN_BY } from './GeneratedPage';
import { code, item, page, paragraph, plain, sentence } from './markdown';
import { CONDITION_WORDS, PHASE_WORDS, STATUS_WORDS } from './statusWords';

/** The part of a schema that the page tells of. */
interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly 'x-kubernetes-int-or-string'?: true;
  readonly 'x-kubernetes-validations'?: readonly { readonly message: string }[];
}

interface Member {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
  readonly otherSpelling?: string;
  /** The member before it that holds the same fields. */
  readonly same?: string;
}

const SAME_AS = /^The same as (\S+)\.$/;

/** Every field of the resource. */
export const RESOURCE_PAGE: GeneratedPage = {
  path: 'reference/resource.md',
  render: () => {
    const { names, versions } = locustDefinition().spec;
    const [{ additionalPrinterColumns, schema }] = versions;
    const { spec } = schema.openAPIV3Schema.properties;
    return page(
      WRITTEN_BY,
      `# The ${code(LOCUST_KIND)} resource`,
      paragraph(
        `A load test, run once or on a schedule: ${code(
          `apiVersion: ${LOCUST_API_VERSION}`,
        )}, ${code(
          `kind: ${LOCUST_KIND}`,
        )}. It lives in a namespace; \`kubectl\` knows it as ${[
          LOCUST_PLURAL,
          names.singular,
          ...names.shortNames,
        ]
          .map(code)
          .join(
            ', ',
          )}. Its labels and annotations are on [a page of their own](annotations.md).`,
      ),
      paragraph(
        'What is wrong with a resource is said by the API server when it is applied, or else in the condition `Valid`, with the field and what would be accepted. A field that is `null` counts as left out, as does an empty text where one makes no sense, for templates leave those.',
      ),
      '## `spec`',
      ...membersOf(spec).flatMap(it => section(it, new Set())),
      '## `status`',
      paragraph('Written by the engine, for people and tools to read.'),
      wordList(STATUS_WORDS),
      '### Phases',
      wordList(PHASE_WORDS),
      '### Conditions',
      wordList(CONDITION_WORDS),
      '### Columns of `kubectl get`',
      additionalPrinterColumns.map(({ name, jsonPath, ...column }) =>
        item(
          `${name}: ${code(jsonPath)}${
            'priority' in column ? ', with `--output wide`' : ''
          }`,
        ),
      ),
    );
  },
};

function wordList(words: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(words).map(([name, text]) =>
    item(`${code(name)}: ${text}`),
  );
}

/** @param told - what the section has said already of refused values, so that nothing is said in it twice */
function section(member: Member, told: Set<string>): readonly string[] {
  return [
    `### ${code(member.name)}`,
    paragraph(`${capital(typeOf(member.schema))}. ${about(member)}`),
    [...refusals(member.schema, 0, told), ...below(member, 0, told)].join('\n'),
  ];
}

function bullets(
  member: Member,
  depth: number,
  told: Set<string>,
): readonly string[] {
  const { name, schema, required } = member;
  return [
    item(
      `${code(name)} (${typeOf(schema)}${
        required ? ', has to be given' : ''
      }). ${about(member)}`.trim(),
      depth,
    ),
    ...refusals(schema, depth + 1, told),
    ...below(member, depth + 1, told),
  ];
}

function below(
  { schema, same }: Member,
  depth: number,
  told: Set<string>,
): readonly string[] {
  return same === undefined
    ? membersOf(insideOf(schema)).flatMap(it => bullets(it, depth, told))
    : [];
}

/** What a list holds, or a map; else the thing itself. */
function insideOf(schema: Schema): Schema {
  return schema.items ?? schema.additionalProperties ?? schema;
}

/** The members of an object. One that only spells another one anew is told with that. */
function membersOf({
  properties = {},
  required = [],
}: Schema): readonly Member[] {
  const entries = Object.entries(properties);
  const spellings = new Map(
    entries.flatMap(([name, { description }]) => {
      const [, other] = SAME_AS.exec(description ?? '') ?? [];
      return other === undefined ? [] : [[other, name] as const];
    }),
  );
  const others = new Set(spellings.values());
  const told: Member[] = [];
  for (const [name, schema] of entries.filter(([it]) => !others.has(it))) {
    const otherSpelling = spellings.get(name);
    const same = told.find(it => holdsSameFields(it.schema, schema))?.name;
    told.push({
      name,
      schema,
      required: required.includes(name),
      ...(otherSpelling !== undefined && { otherSpelling }),
      ...(same !== undefined && { same }),
    });
  }
  return told;
}

function holdsSameFields(one: Schema, other: Schema): boolean {
  const fields = insideOf(one).properties;
  return (
    fields !== undefined &&
    JSON.stringify(fields) === JSON.stringify(insideOf(other).properties)
  );
}

function about({ schema, otherSpelling, same }: Member): string {
  return [
    sentence(plain(schema.description ?? '')),
    otherSpelling === undefined ? '' : `Also spelled ${code(otherSpelling)}.`,
    same === undefined ? '' : `The same fields as ${code(same)}.`,
  ]
    .filter(it => it !== '')
    .join(' ');
}

/** What is said where a value is refused, which says what is accepted. */
function refusals(
  schema: Schema,
  depth: number,
  told: Set<string>,
): readonly string[] {
  const items = schema.items ?? schema.additionalProperties;
  const ofItems = items && items.properties === undefined ? items : undefined;
  const messages = [schema, ...(ofItems ? [ofItems] : [])]
    .flatMap(it => it['x-kubernetes-validations'] ?? [])
    .map(it => it.message)
    .filter(it => !told.has(it));
  messages.forEach(it => told.add(it));
  return messages.map(it => item(`Refused: ${plain(it)}`, depth));
}

function typeOf(schema: Schema): string {
  if (schema['x-kubernetes-int-or-string']) {
    return 'text or whole number';
  }
  if (schema.enum) {
    return `one of ${schema.enum.map(code).join(', ')}`;
  }
  switch (schema.type) {
    case 'integer':
      return 'whole number';
    case 'boolean':
      return '`true` or `false`';
    case 'string':
      return schema.maxLength === undefined
        ? 'text'
        : `text of at most ${count(schema.maxLength, 'character')}`;
    case 'array':
      return `list of at most ${schema.maxItems}${
        schema.items?.properties ? '' : `: ${typeOf(schema.items ?? {})}`
      }`;
    case 'object':
      return schema.additionalProperties
        ? `at most ${schema.maxProperties} names with values`
        : 'object';
    default:
      return schema.type ?? 'anything';
  }
}

function count(number: number, of: string): string {
  return `${number.toLocaleString('en')} ${of}${number === 1 ? '' : 's'}`;
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('en') + text.slice(1);
}
