import { renderPrometheus } from './renderPrometheus';

describe('renderPrometheus', () => {
  it('announces a family, then tells its series', () => {
    expect(
      renderPrometheus([
        {
          name: 'a_total',
          help: 'How many.',
          type: 'counter',
          samples: [
            { labels: {}, value: 3 },
            { labels: { x: '1', y: 'z' }, value: 0.5 },
          ],
        },
      ]),
    ).toBe(
      '# HELP a_total How many.\n# TYPE a_total counter\na_total 3\na_total{x="1",y="z"} 0.5\n',
    );
  });

  it('announces a family without series too', () => {
    expect(
      renderPrometheus([{ name: 'a', help: 'b', type: 'gauge', samples: [] }]),
    ).toBe('# HELP a b\n# TYPE a gauge\n');
  });

  it.each([
    ['a"b', 'a\\"b'],
    ['a\\b', 'a\\\\b'],
    ['a\nb', 'a\\nb'],
    ['\\n', '\\\\n'],
    ['größe', 'größe'],
  ])('escapes the label value %j', (value, escaped) => {
    expect(
      renderPrometheus([
        {
          name: 'a',
          help: '',
          type: 'gauge',
          samples: [{ labels: { x: value }, value: 1 }],
        },
      ]),
    ).toContain(`a{x="${escaped}"} 1\n`);
  });

  it('escapes backslashes and line ends of a help, but no quotes', () => {
    expect(
      renderPrometheus([
        { name: 'a', help: 'b "c" \\ d\ne', type: 'gauge', samples: [] },
      ]),
    ).toContain('# HELP a b "c" \\\\ d\\ne\n');
  });

  it.each([
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
    [NaN, 'NaN'],
    [1e21, '1e+21'],
  ])('writes %d as %s', (value, text) => {
    expect(
      renderPrometheus([
        {
          name: 'a',
          help: '',
          type: 'gauge',
          samples: [{ labels: {}, value }],
        },
      ]),
    ).toContain(`\na ${text}\n`);
  });

  it('writes a histogram with cumulated buckets, the last of which holds all', () => {
    expect(
      renderPrometheus([
        {
          name: 'd',
          help: '',
          type: 'histogram',
          samples: [
            {
              labels: { cluster: 'c' },
              buckets: [0.1, 1],
              counts: [1, 2],
              count: 3,
              sum: 4.5,
            },
          ],
        },
      ])
        .split('\n')
        .slice(2),
    ).toEqual([
      'd_bucket{cluster="c",le="0.1"} 1',
      'd_bucket{cluster="c",le="1"} 2',
      'd_bucket{cluster="c",le="+Inf"} 3',
      'd_sum{cluster="c"} 4.5',
      'd_count{cluster="c"} 3',
      '',
    ]);
  });
});
