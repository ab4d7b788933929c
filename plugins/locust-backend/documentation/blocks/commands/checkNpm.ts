import { readFileSync } from 'node:fs';
import { inRepository } from '../../repository';
import { sourceFiles } from '../../source/sourceFiles';
import type { Command } from '../splitCommands';

/** Where the options of the scripts are read. */
const COMMAND_LINES = [
  'plugins/locust-backend/bench',
  'plugins/locust-backend/campaign',
  'plugins/locust-backend/documentation',
  'packages/dev-cluster/src',
];

/** `npm start`, `npm test` and `npm run NAME -- OPTION…` of this repository. */
export function checkNpm([verb, ...rest]: Command): readonly string[] {
  const [name, ...args] = verb === 'run' ? rest : [verb, ...rest];
  const { scripts } = JSON.parse(
    readFileSync(inRepository('package.json'), 'utf8'),
  ) as { readonly scripts: Readonly<Record<string, string>> };
  const script = Object.hasOwn(scripts, name) ? scripts[name] : undefined;
  if (script === undefined) {
    return [`package.json has no script ${name}`];
  }
  const program = /^node (\S+)/.exec(script)?.[1];
  const read = [
    ...(program === undefined ? [] : [inRepository(program)]),
    ...COMMAND_LINES.flatMap(it => sourceFiles(it)),
  ]
    .map(it => readFileSync(it, 'utf8'))
    .filter(it => it.includes('parseArgs'))
    .join('\n');
  return args
    .slice(args.indexOf('--') + 1)
    .flatMap(it => /^--([a-z-]+)/.exec(it)?.[1] ?? [])
    .filter(it => !new RegExp(`['\\s]?${it}['"]?: \\{`).test(read))
    .map(it => `${name} has no option --${it}`);
}
