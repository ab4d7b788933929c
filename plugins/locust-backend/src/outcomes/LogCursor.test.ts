import fc from 'fast-check';
import { LogCursor } from './LogCursor';

interface Line {
  readonly timestamp: string;
  readonly text: string;
}

/** As the kubelet: every line from that second on, in the order of the file. */
function since(lines: readonly Line[], time: string | undefined) {
  return time === undefined
    ? lines
    : lines.filter(it => Date.parse(it.timestamp) >= Date.parse(time));
}

const START = Date.UTC(2026, 0, 31);

describe('LogCursor', () => {
  it('begins at the beginning', () => {
    expect(new LogCursor().resume()).toBeUndefined();
  });

  it('asks again for the second before that of the newest line', () => {
    const cursor = new LogCursor();
    cursor.accept('2026-01-31T10:20:30.999999999Z', 'a');
    expect(cursor.resume()).toBe('2026-01-31T10:20:29Z');
  });

  it('drops as many equal lines as were seen, not more', () => {
    const cursor = new LogCursor();
    const time = '2026-01-31T10:20:30Z';
    cursor.accept(time, 'a');
    cursor.accept(time, 'a');
    cursor.resume();
    expect([1, 2, 3].map(() => cursor.accept(time, 'a'))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('loses no line and doubles none, however often and wherever the stream is cut', () => {
    const logs = fc
      .array(
        fc.record({
          stepMs: fc.integer({ min: 0, max: 900 }),
          // Standard output and standard error are stamped apart.
          earlierMs: fc.constantFrom(0, 0, 0, 5, 300),
          text: fc.constantFrom('a', 'b', ''),
        }),
        { maxLength: 80 },
      )
      .map(steps => {
        let now = START;
        return steps.map(({ stepMs, earlierMs, text }): Line => {
          now += stepMs;
          return {
            timestamp: new Date(now - earlierMs).toISOString(),
            text,
          };
        });
      });
    fc.assert(
      fc.property(
        logs,
        fc.array(fc.record({ grown: fc.nat(100), read: fc.nat(60) }), {
          maxLength: 12,
        }),
        (log, streams) => {
          const cursor = new LogCursor();
          const got: Line[] = [];
          const read = (lines: readonly Line[]) =>
            lines.forEach(it => {
              if (cursor.accept(it.timestamp, it.text)) {
                got.push(it);
              }
            });
          let grown = 0;
          for (const stream of streams) {
            grown = Math.max(grown, Math.min(log.length, stream.grown));
            read(
              since(log.slice(0, grown), cursor.resume()).slice(0, stream.read),
            );
          }
          read(since(log, cursor.resume()));
          const key = (it: Line) => `${it.timestamp} ${it.text}`;
          expect(got.map(key).sort()).toEqual(log.map(key).sort());
        },
      ),
      { numRuns: 500 },
    );
  });
});
