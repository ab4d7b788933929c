import fc from 'fast-check';
import { endpointsOf } from './EndpointLabels';
import { statisticsHeader, statisticsRow } from './StatisticsTable';

interface Figures {
  readonly requests: number;
  readonly failures: number;
  readonly avg: number;
  readonly min: number;
  readonly max: number;
  readonly median: number;
  readonly rps: number;
  readonly failuresPerSecond: number;
}

/** As Locust 2.9 and later print: `%-8s %-76s %7d %12s |%7d %7d %7d%7d | %7.2f %11.2f`. */
function columns(method: string, name: string, it: Figures): string {
  return [
    `${(method && `${method} `).padEnd(8)} ${name.padEnd(76)} `,
    `${String(it.requests).padStart(7)} ${share(it).padStart(12)} |`,
    `${[it.avg, it.min].map(n => `${String(n).padStart(7)} `).join('')}`,
    `${String(it.max).padStart(7)}${String(it.median).padStart(7)} | `,
    `${it.rps.toFixed(2).padStart(7)} ${it.failuresPerSecond
      .toFixed(2)
      .padStart(11)}`,
  ].join('');
}

/** As Locust 2.8 prints: ` %-80s %7d %12s  | %7d %7d %7d %7d  | %7.2f %7.2f`. */
function joined(method: string, name: string, it: Figures): string {
  const times = [it.avg, it.min, it.max, it.median]
    .map(n => String(n).padStart(7))
    .join(' ');
  return ` ${((method && `${method} `) + name).padEnd(80)} ${String(
    it.requests,
  ).padStart(7)} ${share(it).padStart(12)}  | ${times}  | ${it.rps
    .toFixed(2)
    .padStart(7)} ${it.failuresPerSecond.toFixed(2).padStart(7)}`;
}

function share({ requests, failures }: Figures): string {
  const percent = requests > 0 ? (100 * failures) / requests : 0;
  return `${failures}(${percent.toFixed(2)}%)`;
}

const milliseconds = fc.nat(9_999_999);
const rate = fc.nat(1_000_000).map(n => n / 100);
const figures: fc.Arbitrary<Figures> = fc
  .record({
    requests: fc.integer({ min: 1, max: 2_000_000_000 }),
    ratio: fc.double({ min: 0, max: 1, noNaN: true }),
    avg: milliseconds,
    min: milliseconds,
    max: milliseconds,
    median: milliseconds,
    rps: rate,
    failuresPerSecond: rate,
  })
  .map(({ ratio, ...it }) => ({
    ...it,
    failures: Math.floor(ratio * it.requests),
  }));
const method = fc.constantFrom(
  '',
  'GET',
  'DELETE',
  'OPTIONS',
  'PROPFIND',
  'VERYLONGMETHOD',
);
const name = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }),
    fc.constantFrom(
      'a | b',
      '1 2 3',
      '/x 7 1(14.29%) | 1 2 3 4 | 5.00 6.00',
      '|',
    ),
  )
  .filter(it => it.trim() === it && !/[\n\r]/.test(it));

describe('statisticsRow', () => {
  it('reads what current Locust prints, whatever names hold', () => {
    fc.assert(
      fc.property(method, name, figures, (m, n, expected) => {
        const row = statisticsRow(columns(m, n, expected));
        expect(row).toMatchObject(expected);
        expect(endpointsOf(row!.label, 'columns')).toEqual([
          { method: m, name: n },
        ]);
      }),
    );
  });

  it('reads what Locust 2.8 prints, with the endpoint among the possible ones', () => {
    fc.assert(
      fc.property(method, name, figures, (m, n, expected) => {
        const row = statisticsRow(joined(m, n, expected));
        expect(row).toMatchObject(expected);
        expect(endpointsOf(row!.label, 'joined')).toContainEqual({
          method: m,
          name: n,
        });
      }),
    );
  });

  it.each([
    ['', 'nothing'],
    ['GET /  5 0(0.00%) | 1 1 1 | 1.00 0.00', 'a time is missing'],
    ['GET /  5 0(0.00%) | 1 1 1 1 | 1.00', 'a rate is missing'],
    ['GET /  5 1(50.00%) | 1 1 1 1 | 1.00 0.00', 'one of five is not half'],
    ['GET /  x 0(0.00%) | 1 1 1 1 | 1.00 0.00', 'no count'],
  ])('finds no row in %j: %s', line => {
    expect(statisticsRow(line)).toBeUndefined();
  });
});

describe('statisticsHeader', () => {
  it('tells the two shapes apart', () => {
    const rest =
      'Name   # reqs      # fails  |     Avg     Min     Max  Median  |   req/s failures/s';
    expect(statisticsHeader(` ${rest}`)).toBe('joined');
    expect(
      statisticsHeader(
        'printed before: Type     Name  # reqs      # fails |    Avg     Min     Max    Med |   req/s  failures/s',
      ),
    ).toBe('columns');
    expect(statisticsHeader('req/s failures/s')).toBeUndefined();
  });
});
