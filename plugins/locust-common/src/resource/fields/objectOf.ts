import { asRecord } from './asRecord';
import {
  type CelRule,
  type Field,
  type Finding,
  isPresent,
  type ValueOf,
} from './Field';
import { wrongType } from './shown';

/** A member that has to be there. */
export type RequiredField<T> = Field<T> & {
  /** What is said where it is not there. */
  readonly missing: string;
};

/** @param missing - what is said where it is not there */
export function required<T>(
  field: Field<T>,
  missing: string,
): RequiredField<T> {
  return { ...field, missing };
}

/** A member that may also be spelled in another way, which loses where both are given. */
export function alsoSpelled<F extends Field<unknown>>(
  field: F,
  spelling: string,
): F {
  return { ...field, spelling } as F;
}

type Members = Readonly<Record<string, Field<unknown>>>;

type IsRequired<F> = F extends { readonly missing: string } ? true : false;

/** What an object with these members holds: those that have to be there, and the others if they are. */
export type ObjectOf<M extends Members> = WrittenOut<
  {
    readonly [K in keyof M as IsRequired<M[K]> extends true
      ? K
      : never]: ValueOf<M[K]>;
  } & {
    readonly [K in keyof M as IsRequired<M[K]> extends true
      ? never
      : K]?: ValueOf<M[K]>;
  }
>;

/** The same type member by member, in which declarations and editors show no word of how it came about. */
type WrittenOut<T> = T extends infer O
  ? { readonly [K in keyof O]: O[K] }
  : never;

/** What concerns more than one member: said here, and by the API server where it can be. */
export interface ObjectRule {
  readonly find?: (
    given: Readonly<Record<string, unknown>>,
  ) => readonly Finding[];
  readonly cel?: CelRule;
}

export interface ObjectOptions {
  readonly description: string;
  /** What to use instead of something that is no object: `mountPath and name`. */
  readonly accepted: string;
  /** What it holds may be secret: no message repeats what is given in its place. */
  readonly isPrivate?: boolean;
  /** An empty object counts as not given, for templates leave those. */
  readonly emptyIsAbsent?: boolean;
  readonly rules?: readonly ObjectRule[];
}

/** An object of known members. */
export interface ObjectField<T> extends Field<T> {
  readonly names: readonly string[];
  /** The members by their first spelling, values as they came; unknown ones too. */
  given(value: unknown): Readonly<Record<string, unknown>>;
}

export function objectOf<const M extends Members>(
  members: M,
  options: ObjectOptions,
): ObjectField<ObjectOf<M>> {
  const names = Object.keys(members);
  const spellings = new Map(
    names.flatMap(name => {
      const other = spellingOf(members[name]);
      return other === undefined ? [] : [[other, name] as const];
    }),
  );
  const memberOf = (name: string): Field<unknown> | undefined =>
    Object.hasOwn(members, name) ? members[name] : undefined;

  const isGiven = (name: string, value: unknown) =>
    memberOf(name)?.isGiven(value) ?? isPresent(value);

  const given = (value: unknown): Readonly<Record<string, unknown>> => {
    const record = asRecord(value) ?? {};
    // Without a prototype a member called "__proto__" is one like any other.
    const resolved: Record<string, unknown> = Object.create(null);
    for (const written of Object.keys(record)) {
      const it = record[written];
      const name = spellings.get(written) ?? written;
      const outdone = name !== written && isGiven(name, record[name]);
      if (isGiven(name, it) && !outdone) {
        resolved[name] = it;
      }
    }
    return resolved;
  };

  const demanded = names.flatMap(name => {
    const { missing } = members[name] as Partial<RequiredField<unknown>>;
    return missing === undefined ? [] : [{ name, missing }];
  });
  const missingOf = (there: Readonly<Record<string, unknown>>) =>
    demanded
      .filter(({ name }) => there[name] === undefined)
      .map(({ name, missing }) => ({ at: `.${name}`, message: missing }));

  const check = (value: unknown): readonly Finding[] => {
    if (!asRecord(value)) {
      return [
        {
          at: '',
          message: wrongType(value, options.accepted, options.isPrivate),
        },
      ];
    }
    const there = given(value);
    return [
      ...Object.entries(there).flatMap(([name, it]) => {
        const member = memberOf(name);
        return member
          ? under(name, member.check(it))
          : [
              {
                at: `.${name}`,
                message: `There is no field ${name}; the fields are ${names.join(
                  ', ',
                )}.`,
              },
            ];
      }),
      ...missingOf(there),
      ...(options.rules ?? []).flatMap(it => it.find?.(there) ?? []),
    ];
  };

  const warn = (value: unknown): readonly Finding[] => {
    const record = asRecord(value) ?? {};
    const contradictions = [...spellings].flatMap(([other, name]) => {
      const member = members[name];
      const differs =
        isGiven(name, record[other]) &&
        isGiven(name, record[name]) &&
        JSON.stringify(member.read(record[other])) !==
          JSON.stringify(member.read(record[name]));
      return differs
        ? [
            {
              at: `.${other}`,
              message: `${other} says something else than ${name} and is ignored; remove one of the two.`,
            },
          ]
        : [];
    });
    return [
      ...contradictions,
      ...Object.entries(given(value)).flatMap(([name, it]) =>
        under(name, memberOf(name)?.warn?.(it) ?? []),
      ),
    ];
  };

  return {
    schema: schemaOf(members, options),
    names,
    given,
    check,
    warn,
    isGiven: options.emptyIsAbsent
      ? value =>
          isPresent(value) &&
          !(asRecord(value) && Object.keys(value as object).length === 0)
      : isPresent,
    read: value => {
      if (!asRecord(value)) {
        return undefined;
      }
      const there = given(value);
      const read: Record<string, unknown> = {};
      for (const name of names) {
        const it =
          there[name] === undefined
            ? undefined
            : members[name].read(there[name]);
        if (it !== undefined) {
          read[name] = it;
        }
      }
      return missingOf(read).length > 0 ? undefined : (read as ObjectOf<M>);
    },
  };
}

function under(name: string, found: readonly Finding[]): readonly Finding[] {
  return found.map(({ at, message }) => ({ at: `.${name}${at}`, message }));
}

function spellingOf(field: Field<unknown>): string | undefined {
  return (field as { readonly spelling?: string }).spelling;
}

function schemaOf(members: Members, options: ObjectOptions) {
  const entries = Object.entries(members);
  const rules = (options.rules ?? []).flatMap(it => (it.cel ? [it.cel] : []));
  // What may be empty, or spelled in two ways, cannot be demanded by its name.
  const demanded = options.emptyIsAbsent
    ? []
    : entries
        .filter(([, it]) => 'missing' in it && spellingOf(it) === undefined)
        .map(([name]) => name);
  return {
    description: options.description,
    type: 'object' as const,
    ...(demanded.length > 0 && { required: demanded }),
    properties: Object.fromEntries(
      entries.flatMap(([name, { schema, ...field }]) => {
        const other = spellingOf(field as Field<unknown>);
        return other === undefined
          ? [[name, schema]]
          : [
              [name, schema],
              [other, { ...schema, description: `The same as ${name}.` }],
            ];
      }),
    ),
    ...(rules.length > 0 && { 'x-kubernetes-validations': rules }),
  };
}
