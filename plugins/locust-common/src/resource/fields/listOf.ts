import { type CelRule, type Field, type Finding, isPresent } from './Field';
import { wrongType } from './shown';

export interface ListOptions {
  readonly description: string;
  /** What to use instead of something that is no list: `a list of tags such as [checkout]`. */
  readonly accepted: string;
  /** What it holds may be secret: no message repeats what is given in its place. */
  readonly isPrivate?: boolean;
  readonly maxItems: number;
  /** The member that no two items may share; the API server refuses that by itself. */
  readonly key?: {
    readonly name: string;
    readonly message: (value: unknown) => string;
  };
  readonly rules?: readonly CelRule[];
  /** What concerns more than one item, and is not said by `key`. */
  readonly check?: (items: readonly unknown[]) => readonly Finding[];
}

export function listOf<T>(
  item: Field<T>,
  options: ListOptions,
): Field<readonly T[]> {
  const { key } = options;
  return {
    schema: {
      description: options.description,
      type: 'array',
      maxItems: options.maxItems,
      ...(key
        ? {
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': [key.name],
          }
        : { 'x-kubernetes-list-type': 'atomic' }),
      ...(options.rules && { 'x-kubernetes-validations': options.rules }),
      items: item.schema,
    },
    check: value => {
      if (!Array.isArray(value)) {
        return [
          {
            at: '',
            message: wrongType(value, options.accepted, options.isPrivate),
          },
        ];
      }
      if (value.length > options.maxItems) {
        return [
          {
            at: '',
            message: `There are ${value.length} of them; use ${options.accepted} with at most ${options.maxItems}.`,
          },
        ];
      }
      return [
        ...value.flatMap((it, index) =>
          item.check(it).map(({ at, message }) => ({
            at: `[${index}]${at}`,
            message,
          })),
        ),
        ...(key ? sameKeys(value, key) : []),
        ...(options.check?.(value) ?? []),
      ];
    },
    read: value => {
      if (!Array.isArray(value)) {
        return undefined;
      }
      const items = value.map(it => item.read(it));
      return items.every(it => it !== undefined)
        ? (items as readonly T[])
        : undefined;
    },
    isGiven: isPresent,
  };
}

function sameKeys(
  items: readonly unknown[],
  { name, message }: NonNullable<ListOptions['key']>,
): readonly Finding[] {
  const seen = new Set<unknown>();
  return items.flatMap((item, index) => {
    const key =
      typeof item === 'object' && item !== null
        ? (item as Readonly<Record<string, unknown>>)[name]
        : undefined;
    if (typeof key !== 'string') {
      return [];
    }
    if (seen.has(key)) {
      return [{ at: `[${index}].${name}`, message: message(key) }];
    }
    seen.add(key);
    return [];
  });
}
