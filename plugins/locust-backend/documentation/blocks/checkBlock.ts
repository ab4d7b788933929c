import { checkCommands } from './checkCommands';
import { checkJson } from './checkJson';
import { checkNamedFile } from './checkNamedFile';
import { checkPython, checkTypeScript } from './checkProgram';
import { checkQueries } from './checkQueries';
import { checkYaml } from './checkYaml';
import type { BlockCheck } from './CodeBlock';

const CHECKS: Readonly<Record<string, BlockCheck>> = {
  yaml: checkYaml,
  sh: checkCommands,
  ts: checkTypeScript,
  tsx: checkTypeScript,
  python: checkPython,
  promql: checkQueries,
  json: checkJson,
};

/**
 * Holds a block against what it speaks of, and against the file that it says it is. A script that is a file needs no
 * other check, for it is carried out as such. A language that nobody checks is refused.
 */
export const checkBlock: BlockCheck = block => {
  const { language, text } = block;
  if (!Object.hasOwn(CHECKS, language)) {
    return [
      `nothing checks a block of "${language}"; name one of ${Object.keys(
        CHECKS,
      ).join(', ')} behind its fence`,
    ];
  }
  const named = checkNamedFile(text);
  return named && language !== 'yaml'
    ? named
    : [...(named ?? []), ...CHECKS[language](block)];
};
