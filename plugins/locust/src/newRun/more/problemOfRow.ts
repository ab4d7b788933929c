import type { FormProblems } from '../formProblems';

/** What is first wrong with a row of a list, or with anything in it. */
export function problemOfRow(
  problems: FormProblems['byPath'],
  list: string,
): (index: number) => string | undefined {
  return index => {
    const path = `${list}[${index}]`;
    const found = Object.keys(problems).find(
      one => one === path || one.startsWith(`${path}.`),
    );
    return found && problems[found];
  };
}
