/** An event of a stream, or a comment, which only says that the connection lives. */
export type ServerSentEvent =
  | { readonly kind: 'event'; readonly event: string; readonly data: string }
  | { readonly kind: 'comment' };

/**
 * Reads server-sent events, as the HTML standard has them, from a body: an `EventSource` cannot send a token.
 * Ends with the body, and leaves out an event that was cut.
 */
export async function* readServerSentEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<ServerSentEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  let event = 'message';
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      rest += decoder.decode(value, { stream: true });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines.map(it => it.replace(/\r$/, ''))) {
        if (line === '') {
          if (data.length > 0) {
            yield { kind: 'event', event, data: data.join('\n') };
          }
          event = 'message';
          data = [];
        } else if (line.startsWith(':')) {
          yield { kind: 'comment' };
        } else {
          const [, field, text] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
          if (field === 'event') {
            event = text;
          } else if (field === 'data') {
            data.push(text);
          }
        }
      }
    }
  } finally {
    // Whoever stops listening lets go of the connection; it may be gone already.
    await reader.cancel().catch(() => {});
  }
}
