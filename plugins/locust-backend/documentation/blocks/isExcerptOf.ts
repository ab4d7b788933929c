/** Whether every line of a text stands in another one, in the same order; lines may be left out between. */
export function isExcerptOf(excerpt: string, whole: string): boolean {
  const lines = whole.split('\n').map(it => it.trimEnd());
  let from = 0;
  return excerpt
    .split('\n')
    .map(it => it.trimEnd())
    .filter(it => it !== '')
    .every(line => {
      const at = lines.indexOf(line, from);
      from = at + 1;
      return at >= 0;
    });
}
