import { existsSync, readFileSync } from 'node:fs';
import { inRepository } from '../../repository';
import type { Command } from '../splitCommands';
import { readArguments } from './readArguments';

interface Manifest {
  readonly private?: boolean;
  readonly scripts?: Readonly<Record<string, string>>;
}

/** `yarn --cwd packages/app add NAME…` in a portal; here `yarn install`, `yarn SCRIPT` or `yarn workspace NAME SCRIPT`. */
export function checkYarn(args: Command): readonly string[] {
  const { problems, words, valueOf } = readArguments(args, {
    values: ['cwd'],
  });
  const [verb, ...rest] = words;
  if (verb === 'workspace') {
    const [name, script] = rest;
    return manifestOf(name)?.scripts?.[script] === undefined
      ? [...problems, `${name} has no script ${script}`]
      : problems;
  }
  if (verb !== 'add') {
    return verb === 'install' || verb in scriptsHere()
      ? problems
      : [
          ...problems,
          `it may be add, install, workspace or a script of the repository, not ${verb}`,
        ];
  }
  const folder = valueOf('cwd');
  return [
    ...problems,
    ...(folder === 'packages/app' || folder === 'packages/backend'
      ? []
      : ['a portal has packages/app and packages/backend to add to']),
    ...rest
      .filter(it => (manifestOf(it)?.private ?? false) || !manifestOf(it))
      .map(it => `${it} is no package that can be installed`),
  ];
}

function scriptsHere(): Readonly<Record<string, string>> {
  return readManifest(inRepository('package.json')).scripts ?? {};
}

function manifestOf(name: string): Manifest | undefined {
  const file = inRepository('node_modules', name, 'package.json');
  return existsSync(file) ? readManifest(file) : undefined;
}

function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8'));
}
