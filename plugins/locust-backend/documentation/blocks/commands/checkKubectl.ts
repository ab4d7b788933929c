import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  ANNOTATIONS,
  locustDefinition,
  validateLocustSpec,
} from 'backstage-plugin-locust-common';
import { parse, parseAllDocuments } from 'yaml';
import { inRepository } from '../../repository';
import type { CodeBlock } from '../CodeBlock';
import { readCodeBlocks } from '../readCodeBlocks';
import type { Command } from '../splitCommands';
import { type Options, readArguments } from './readArguments';

/** What of kubectl the documentation uses, with its options. */
const VERBS: Readonly<Record<string, Options>> = {
  annotate: {},
  apply: {
    values: ['filename'],
    flags: ['server-side', 'force-conflicts'],
  },
  config: { values: ['output'], flags: ['raw', 'minify', 'flatten'] },
  create: { values: ['from', 'from-file', 'duration'] },
  describe: {},
  get: { values: ['output', 'selector'] },
  patch: { values: ['type', 'patch'] },
};

const COMMON = ['namespace'];

const { names } = locustDefinition().spec;

const RESOURCES: ReadonlySet<string> = new Set([
  names.plural,
  names.singular,
  ...names.shortNames,
  'configmap',
  'job',
  'lease',
  'namespace',
  'pods',
  'secret',
  'serviceaccount',
  'token',
]);

/** Where the backend plugin lies in a portal that has it. */
const INSTALLED = 'node_modules/backstage-plugin-locust-backend/';

/** kubectl, with resources, files, annotations and specs that there are. */
export function checkKubectl(
  [verb, ...args]: Command,
  { page }: CodeBlock,
): readonly string[] {
  const options = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (!options) {
    return [`${verb} is not among what is checked of kubectl`];
  }
  const { problems, words, valueOf } = readArguments(args, {
    ...options,
    values: [...(options.values ?? []), ...COMMON],
  });
  const [resource] = words;
  return [
    ...problems,
    ...(resource === undefined || verb === 'config'
      ? []
      : resourceProblems(resource)),
    ...fileProblems(valueOf('filename'), page),
    ...(verb === 'annotate' ? words.slice(2).flatMap(annotationProblems) : []),
    ...patchProblems(valueOf('patch')),
  ];
}

function resourceProblems(resource: string): readonly string[] {
  return resource
    .split('/')[0]
    .split(',')
    .filter(it => !RESOURCES.has(it))
    .map(it => `there is no resource ${it}`);
}

/** A file is there, or the page shows what is in it: the manifest `shop` is in `shop.yaml`. */
function fileProblems(
  file: string | undefined,
  page: string,
): readonly string[] {
  if (file === undefined) {
    return [];
  }
  const here = file.startsWith(INSTALLED)
    ? path.join('plugins/locust-backend', file.slice(INSTALLED.length))
    : file;
  return existsSync(inRepository(here)) ||
    shownManifests(page).some(name => file === `${name}.yaml`)
    ? []
    : [`there is no file ${file}`];
}

function shownManifests(page: string): readonly string[] {
  return existsSync(inRepository(page))
    ? readCodeBlocks(page)
        .filter(it => it.language === 'yaml')
        .flatMap(it => parseAllDocuments(it.text))
        .flatMap(it => it.toJS()?.metadata?.name ?? [])
    : [];
}

function annotationProblems(word: string): readonly string[] {
  const name = word.replace(/(=.*|-)$/, '');
  return (Object.values(ANNOTATIONS) as readonly string[]).includes(name)
    ? []
    : [`there is no annotation ${name}`];
}

function patchProblems(patch: string | undefined): readonly string[] {
  if (patch === undefined) {
    return [];
  }
  const { spec } = parse(patch) as { readonly spec?: unknown };
  return validateLocustSpec(spec).map(
    ({ field, message }) => `${field}: ${message}`,
  );
}
