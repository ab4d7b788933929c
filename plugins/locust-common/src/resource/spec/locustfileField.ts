import { asRecord } from '../fields/asRecord';
import type { Field, Finding } from '../fields/Field';
import { nameField } from '../fields/nameField';
import { objectOf } from '../fields/objectOf';
import { textField } from '../fields/textField';

/** Bytes of a locustfile. An object in etcd takes 1.5 MiB with everything; ConfigMaps may have 1 MiB. @public */
export const LARGEST_INLINE_BYTES = 900 * 1024;

/** The key of a ConfigMap that holds a locustfile where none is named. */
export const DEFAULT_LOCUSTFILE_KEY = 'locustfile.py';

/** @public */
export type LocustfileSource =
  | { readonly inline: string }
  | { readonly configMap: string; readonly key?: string };

const ONE_SOURCE =
  'a locustfile comes from one place; give either inline (Python text) or configMap';

const PARTS = objectOf(
  {
    inline: textField({
      description: 'The Python itself.',
      maxLength: LARGEST_INLINE_BYTES,
      accepted: 'Python that defines at least one User class',
      check: inlineProblem,
      rules: [
        {
          rule: "self.matches('[^ \\\\t\\\\r\\\\n]')",
          message:
            'the locustfile is empty; write Python that defines at least one User class',
        },
      ],
    }),
    configMap: nameField('ConfigMap', {
      description: 'Name of a ConfigMap of the same namespace.',
    }),
    key: textField({
      description: `Key in the ConfigMap. Default ${DEFAULT_LOCUSTFILE_KEY}.`,
      maxLength: 253,
      accepted: 'a key that ends in .py',
      pattern: '^[-._a-zA-Z0-9]{1,250}\\.py$',
      refusal: `is not the key of a Python file; use one that ends in .py, or leave it out for ${DEFAULT_LOCUSTFILE_KEY}`,
    }),
  },
  {
    description: "Where the test's Python comes from.",
    accepted: 'either inline (Python text) or configMap and key',
    rules: [
      {
        find: findSources,
        cel: {
          rule: 'has(self.inline) != has(self.configMap)',
          message: ONE_SOURCE,
        },
      },
      {
        cel: {
          rule: '!(has(self.inline) && has(self.key))',
          message:
            'a key belongs to a ConfigMap, not to an inline locustfile; remove it',
        },
      },
    ],
  },
);

export const LOCUSTFILE: Field<LocustfileSource> = {
  ...PARTS,
  read: value => {
    const source = asRecord(value) && PARTS.read(value);
    if (source?.inline !== undefined) {
      return { inline: source.inline };
    }
    return source?.configMap === undefined
      ? undefined
      : {
          configMap: source.configMap,
          ...(source.key !== undefined && { key: source.key }),
        };
  },
};

function findSources(
  given: Readonly<Record<string, unknown>>,
): readonly Finding[] {
  const { inline, configMap, key } = given;
  if ((inline === undefined) === (configMap === undefined)) {
    return [
      {
        at: '',
        message: `A locustfile comes from one place; give either inline (Python text) or configMap, not ${
          inline === undefined ? 'none' : 'both'
        }.`,
      },
    ];
  }
  return inline !== undefined && key !== undefined
    ? [
        {
          at: '.key',
          message:
            'A key belongs to a ConfigMap, not to an inline locustfile; remove it.',
        },
      ]
    : [];
}

function inlineProblem(inline: string): string | undefined {
  if (inline.trim() === '') {
    return 'The locustfile is empty; write Python that defines at least one User class.';
  }
  return new TextEncoder().encode(inline).length > LARGEST_INLINE_BYTES
    ? `The locustfile is larger than ${
        LARGEST_INLINE_BYTES / 1024
      } KiB, more than a ConfigMap can hold; put it into the image instead.`
    : undefined;
}
