const LONGEST = 300;

/** What Kubernetes says, to go on a sentence of ours behind a colon; nothing where it says nothing. */
export function inSentence(message: string | undefined): string {
  const text = message
    ?.replace(/\s+/g, ' ')
    .trim()
    .replace(/[.!]+$/, '');
  if (!text) {
    return '';
  }
  return `: ${text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text}`;
}
