import { LineReader } from './LineReader';
import { MasterLog } from './MasterLog';

/** The time that the kubelet puts before a line when it is asked to: RFC 3339 with nanoseconds. */
const TIMESTAMP =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) ?/;

/** A line and the time before it, if there is one. */
export function splitTimestamp(line: string): {
  readonly timestamp?: string;
  readonly text: string;
} {
  // A digit first: most lines of a log without timestamps are told apart by that.
  const first = line.charCodeAt(0);
  const match = first >= 0x30 && first <= 0x39 ? TIMESTAMP.exec(line) : null;
  return match
    ? { timestamp: match[1], text: line.slice(match[0].length) }
    : { text: line };
}

/** Reads a whole log, with or without timestamps before its lines. */
export async function readMasterLog(
  portions: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>,
): Promise<MasterLog> {
  const log = new MasterLog();
  const lines = new LineReader(line => {
    const { timestamp, text } = splitTimestamp(line);
    log.line(text, timestamp === undefined ? undefined : new Date(timestamp));
  });
  for await (const portion of portions) {
    lines.feed(portion);
  }
  lines.end();
  log.end();
  return log;
}
