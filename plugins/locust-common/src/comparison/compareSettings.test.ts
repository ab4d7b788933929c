import fc from 'fast-check';
import { compareSettings } from './compareSettings';

type Spec = Record<string, unknown>;

const spec: fc.Arbitrary<Spec> = fc.dictionary(
  fc.constantFrom('users', 'image', 'env', 'resources', 'tags'),
  fc.jsonValue(),
);

describe('compareSettings', () => {
  it.each<[string, Spec[], unknown]>([
    ['nothing', [{ users: 1 }, { users: 1 }], []],
    [
      'a value',
      [
        { users: 1, image: 'a' },
        { users: 2, image: 'a' },
      ],
      [{ path: 'users', values: [1, 2] }],
    ],
    [
      'a value in one of three',
      [{ users: 1 }, { users: 1 }, { users: 2 }],
      [{ path: 'users', values: [1, 1, 2] }],
    ],
    [
      'what one does not have',
      [{}, { host: 'http://a' }],
      [{ path: 'host', values: [undefined, 'http://a'] }],
    ],
    [
      'a value in the depths',
      [
        { resources: { master: { cpu: '1', memory: '1Gi' } } },
        { resources: { master: { cpu: '2', memory: '1Gi' } } },
      ],
      [{ path: 'resources.master.cpu', values: ['1', '2'] }],
    ],
    [
      'a variable by its name, wherever it stands',
      [
        {
          env: [
            { name: 'A', value: '1' },
            { name: 'B', value: '2' },
          ],
        },
        {
          env: [
            { name: 'B', value: '3' },
            { name: 'A', value: '1' },
          ],
        },
      ],
      [{ path: 'env.B', values: ['2', '3'] }],
    ],
    [
      'a list without names as a whole',
      [{ tags: ['a', 'b'] }, { tags: ['b', 'a'] }],
      [
        {
          path: 'tags',
          values: [
            ['a', 'b'],
            ['b', 'a'],
          ],
        },
      ],
    ],
    [
      'the order of fields not',
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      [],
    ],
    [
      'the order of fields in a list not',
      [{ mounts: [{ a: 1, b: 2 }] }, { mounts: [{ b: 2, a: 1 }] }],
      [],
    ],
    ['null and absent not', [{ a: null }, {}], []],
    [
      'a type',
      [{ users: 1 }, { users: '1' }],
      [{ path: 'users', values: [1, '1'] }],
    ],
  ])('finds %s', (_what, specs, expected) => {
    expect(compareSettings(specs)).toEqual(expected);
  });

  it('finds nothing in copies', () => {
    fc.assert(
      fc.property(spec, one => {
        expect(compareSettings([one, structuredClone(one)])).toEqual([]);
      }),
    );
  });

  it('finds the same the other way round', () => {
    fc.assert(
      fc.property(spec, spec, (a, b) => {
        const there = compareSettings([a, b]);
        const back = compareSettings([b, a]);
        const sorted = (found: typeof there) =>
          [...found].sort((x, y) => (x.path < y.path ? -1 : 1));
        expect(
          sorted(back.map(it => ({ ...it, values: [...it.values].reverse() }))),
        ).toEqual(sorted(there));
      }),
    );
  });
});
