/** One event of a stream; JSON has no line breaks, so one line of data is enough. */
export function serverSentEvent(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** What a reader passes over: says only that the connection lives. */
export const HEARTBEAT = ':\n\n';
