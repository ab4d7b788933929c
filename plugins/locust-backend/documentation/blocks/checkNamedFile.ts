import { existsSync, readFileSync } from 'node:fs';
import { inRepository } from '../repository';

const NAME = /^# (\S+\/\S+\.\w+)\n/;
const COMMENTS = /^(?:#.*\n)+\n*/;

/**
 * A block may name the file that it shows in its first line, `# examples/manifests/shop-smoke.yaml`; then it is that
 * file, but for the comments at its beginning. Undefined where it names none.
 */
export function checkNamedFile(text: string): readonly string[] | undefined {
  const [first, file] = NAME.exec(text) ?? [];
  if (first === undefined || file === undefined) {
    return undefined;
  }
  if (!existsSync(inRepository(file))) {
    return [`there is no ${file}`];
  }
  const whole = readFileSync(inRepository(file), 'utf8').replace(COMMENTS, '');
  return text.slice(first.length).trim() === whole.trim()
    ? []
    : [`it is not what ${file} holds`];
}
