const LONGEST_MESSAGE = 300;

/** `{…}` of the innermost level. */
const INNERMOST_BRACES = /\{[^{}]*\}/g;

const CREDENTIALS: readonly RegExp[] = [
  /\b(bearer|basic)\s+[A-Za-z0-9+/=._~-]{6,}/gi,
  // A JSON Web Token: service account and OIDC tokens.
  /\beyJ[A-Za-z0-9_-]{6,}(\.[A-Za-z0-9_-]*){0,2}/g,
  // user:password@ in a URL
  /(?<=:\/\/)[^\s/@]+@/g,
  /(?<=\b(token|password|passwd|secret|apikey|api_key|authorization)["']?\s*[=:]\s*["']?)[^\s"',;]+/gi,
];

/**
 * Makes a message of the API server fit for logs and people.
 *
 * A rejected object comes back in the message itself (`Invalid value: core.PodTemplateSpec{… Env: …}`), literal
 * environment values included, so where `quotesObject` says that the server judged our object everything quoted or
 * in braces is left out. What remains says which field and which rule.
 */
export function redactServerMessage(
  message: string,
  quotesObject: boolean,
): string {
  // Bounded before the patterns run: an admission webhook may answer with a megabyte.
  let text = message.slice(0, 64 * 1024).replace(/\s+/g, ' ');
  if (quotesObject) {
    text = text
      .replace(/"(?:[^"\\]|\\.)*("|$)/g, '…')
      .replace(/`[^`]*(`|$)/g, '…');
    let shorter = text.replace(INNERMOST_BRACES, '…');
    while (shorter !== text) {
      text = shorter;
      shorter = text.replace(INNERMOST_BRACES, '…');
    }
    // What was cut off above may have left a brace open.
    text = text.replace(/\{.*$/, '…');
  }
  for (const pattern of CREDENTIALS) {
    text = text.replace(pattern, '…');
  }
  return text.length > LONGEST_MESSAGE
    ? `${text.slice(0, LONGEST_MESSAGE - 1)}…`
    : text;
}
