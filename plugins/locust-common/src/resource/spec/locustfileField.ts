import { asRecord } from '../fields/asRecord';
import type { Field, Finding } from '../fields/Field';
import { listOf } from '../fields/listOf';
import { nameField } from '../fields/nameField';
import { objectOf } from '../fields/objectOf';
import { textField } from '../fields/textField';

/** Bytes of a locustfile, or of a folder's files together. An object in etcd takes 1.5 MiB with everything; ConfigMaps may have 1 MiB. @public */
export const LARGEST_INLINE_BYTES = 900 * 1024;

/** The key of a ConfigMap that holds a locustfile where none is named. */
export const DEFAULT_LOCUSTFILE_KEY = 'locustfile.py';

/** Files of a folder with a locustfile. @public */
export const MOST_FOLDER_FILES = 100;

/** Characters of a path in such a folder. Its key in a ConfigMap is longer, and that takes 253. @public */
export const LONGEST_FOLDER_PATH = 160;

const NAME = '[_a-zA-Z0-9][-_a-zA-Z0-9]*([.][-_a-zA-Z0-9]+)*';

/**
 * The path of a file below a folder. What begins with a dot is no part of a test and could lead out of the folder; two
 * dots side by side stand for a slash in the keys of ConfigMaps.
 *
 * @public
 */
export const FOLDER_PATH = `^${NAME}(/${NAME})*$`;

/** @public */
export type LocustfileSource =
  | { readonly inline: string }
  | { readonly configMap: string; readonly key?: string }
  | LocustfileFolder;

/** A folder that the portal has read from a repository and keeps under its hash. @public */
export interface LocustfileFolder {
  /** SHA-256 of what is in it, as 64 hexadecimal digits. */
  readonly snapshot: string;
  /** Paths below it; the locustfile is locustfile.py. */
  readonly files: readonly string[];
}

const ONE_SOURCE =
  'a locustfile comes from one place; give either inline (Python text), configMap, or snapshot and files';

const PARTS = objectOf(
  {
    inline: textField({
      description: 'The Python itself.',
      maxLength: LARGEST_INLINE_BYTES,
      accepted: 'Python that defines at least one User class',
      isPrivate: true,
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
    snapshot: textField({
      description:
        'SHA-256 of a folder that the portal has read from a repository. It is mounted as the working directory.',
      maxLength: 64,
      accepted: 'the SHA-256 that the portal gives for a folder',
      pattern: '^[0-9a-f]{64}$',
      refusal:
        'is not the SHA-256 of a folder; use the 64 digits that the portal gives for one',
    }),
    files: listOf(
      textField({
        maxLength: LONGEST_FOLDER_PATH,
        accepted: 'the path of a file in the folder such as lib/shop.py',
        pattern: FOLDER_PATH,
        refusal:
          'is not the path of a file in a folder; use names of letters, digits, dashes, underscores and single dots with / between them, none of which begins with a dot or dash',
      }),
      {
        description: `Paths of the files in that folder; the locustfile is ${DEFAULT_LOCUSTFILE_KEY}.`,
        accepted: 'a list of paths such as [locustfile.py, lib/shop.py]',
        maxItems: MOST_FOLDER_FILES,
      },
    ),
  },
  {
    description: "Where the test's Python comes from.",
    accepted:
      'either inline (Python text), configMap and key, or snapshot and files',
    rules: [
      {
        find: findSources,
        cel: {
          rule: '[has(self.inline), has(self.configMap), has(self.snapshot)].filter(it, it).size() == 1',
          message: ONE_SOURCE,
        },
      },
      {
        cel: {
          rule: 'has(self.configMap) || !has(self.key)',
          message: 'a key belongs to a ConfigMap; remove it',
        },
      },
      {
        cel: {
          rule: 'has(self.snapshot) == has(self.files)',
          message: 'snapshot and files belong together; give both',
        },
      },
      {
        cel: {
          rule: `!has(self.files) || '${DEFAULT_LOCUSTFILE_KEY}' in self.files`,
          message: `there is no ${DEFAULT_LOCUSTFILE_KEY} among the files; it is what runs`,
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
    if (source?.snapshot !== undefined && source.files !== undefined) {
      return { snapshot: source.snapshot, files: source.files };
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
  const { key, snapshot, files } = given;
  const sources = ['inline', 'configMap', 'snapshot'].filter(
    it => given[it] !== undefined,
  );
  if (sources.length !== 1) {
    return [
      {
        at: '',
        message: `A locustfile comes from one place; give either inline (Python text), configMap, or snapshot and files, not ${
          sources.join(' and ') || 'none'
        }.`,
      },
    ];
  }
  const [source] = sources;
  return [
    ...(source !== 'configMap' && key !== undefined
      ? [
          {
            at: '.key',
            message: `A key belongs to a ConfigMap, not to ${
              source === 'inline' ? 'an inline locustfile' : 'a folder'
            }; remove it.`,
          },
        ]
      : []),
    ...((snapshot === undefined) === (files === undefined)
      ? []
      : [
          {
            at: '.files',
            message:
              'The hash of a folder and the paths of its files belong together; give both snapshot and files.',
          },
        ]),
    ...(Array.isArray(files) && !files.includes(DEFAULT_LOCUSTFILE_KEY)
      ? [
          {
            at: '.files',
            message: `There is no ${DEFAULT_LOCUSTFILE_KEY} among the files of the folder; it is what runs.`,
          },
        ]
      : []),
  ];
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
