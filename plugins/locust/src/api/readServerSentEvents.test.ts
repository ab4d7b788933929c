import {
  readServerSentEvents,
  type ServerSentEvent,
} from './readServerSentEvents';

/** A body in pieces, which tells when it is let go. */
function bodyOf(chunks: readonly Uint8Array[], onCancel = () => {}) {
  const rest = [...chunks];
  return {
    getReader: () => ({
      read: async () => {
        const value = rest.shift();
        return value ? { done: false, value } : { done: true };
      },
      cancel: async () => onCancel(),
    }),
  } as unknown as ReadableStream<Uint8Array>;
}

async function eventsOf(chunks: readonly Uint8Array[]) {
  const events: ServerSentEvent[] = [];
  for await (const event of readServerSentEvents(bodyOf(chunks))) {
    events.push(event);
  }
  return events;
}

const bytes = (text: string) => new TextEncoder().encode(text);

const STREAM = bytes(
  ':\n\nevent: snapshot\ndata: {"name":"/ä🦗"}\n\n' +
    'data: one\r\ndata: two\r\n\r\nevent: lonely\n\nid: 3\ndata\n\nevent: cut\ndata: ne',
);
const EVENTS = [
  { kind: 'comment' },
  { kind: 'event', event: 'snapshot', data: '{"name":"/ä🦗"}' },
  { kind: 'event', event: 'message', data: 'one\ntwo' },
  { kind: 'event', event: 'message', data: '' },
];

describe('readServerSentEvents', () => {
  it('reads events, comments and lines, and leaves out what was cut', async () => {
    expect(await eventsOf([STREAM])).toEqual(EVENTS);
  });

  it('reads the same wherever the network cuts the bytes', async () => {
    for (let size = 1; size < 12; size++) {
      const chunks = [];
      for (let from = 0; from < STREAM.length; from += size) {
        chunks.push(STREAM.slice(from, from + size));
      }
      expect(await eventsOf(chunks)).toEqual(EVENTS);
    }
  });

  it('lets go of the connection when nobody listens any more', async () => {
    const cancelled = jest.fn();
    for await (const event of readServerSentEvents(
      bodyOf([STREAM], cancelled),
    )) {
      expect(event).toEqual({ kind: 'comment' });
      break;
    }
    expect(cancelled).toHaveBeenCalledTimes(1);
  });
});
