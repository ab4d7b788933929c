const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text for an element or a quoted attribute of HTML and XML alike. What XML cannot hold at all (control characters,
 * lone surrogates) becomes a replacement character.
 */
export function escapeMarkup(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, character =>
      '\t\n\r'.includes(character) ? character : '\ufffd',
    )
    .replace(/[&<>"']/g, character => ENTITIES[character]);
}

/** As {@link escapeMarkup}, and line ends survive that a parser of XML would make spaces of. */
export function escapeAttribute(text: string): string {
  return escapeMarkup(text).replace(
    /[\t\n\r]/g,
    character => `&#${character.charCodeAt(0)};`,
  );
}
