/** A text as a literal of the Common Expression Language, whose escapes in double quotes are those of JSON. */
export function celText(text: string): string {
  return JSON.stringify(text);
}

export function celList(texts: readonly string[]): string {
  return `[${texts.map(celText).join(', ')}]`;
}

/** Whether exactly one of these members is there. */
export function celHasOne(names: readonly string[]): string {
  return names.length === 2
    ? `has(self.${names[0]}) != has(self.${names[1]})`
    : `[${names.map(it => `has(self.${it})`).join(', ')}].exists_one(it, it)`;
}
