import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DEPLOY_FOLDER } from './renderFolder';

/** The commands under a heading of deploy/README.md, in their order. */
export function documentedCommands(heading: string): readonly string[] {
  const text = readFileSync(path.join(DEPLOY_FOLDER, 'README.md'), 'utf8');
  const section = text
    .split(/^## /m)
    .find(part => part.startsWith(`${heading}\n`));
  const blocks = [...(section ?? '').matchAll(/^```sh\n(.*?)^```$/gms)];
  return blocks.flatMap(([, block]) => block.trimEnd().split('\n'));
}
