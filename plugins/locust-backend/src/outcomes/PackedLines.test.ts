import fc from 'fast-check';
import { PackedLines } from './PackedLines';

type Step = { readonly push: string } | 'shift';

describe('PackedLines', () => {
  it('gives back what it was given, in order, whatever is taken away meanwhile', () => {
    const line = fc.string({ maxLength: 5 }).map(it => it.replace(/\n/g, '↵'));
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 3, arbitrary: line.map(push => ({ push })) },
      { weight: 1, arbitrary: fc.constant<Step>('shift') },
    );
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 0, maxLength: 600, size: 'max' }),
        steps => {
          const lines = new PackedLines();
          const model: string[] = [];
          const taken = steps.map(each => {
            if (each === 'shift') {
              return [lines.shift(), model.shift()];
            }
            lines.push(each.push);
            model.push(each.push);
            return [];
          });
          taken.forEach(([actual, expected]) => expect(actual).toBe(expected));
          expect(lines.toArray()).toEqual(model);
          expect([...lines.fromTheEnd()]).toEqual(model.reverse());
        },
      ),
    );
  });

  it('can be emptied and filled again', () => {
    const lines = new PackedLines();
    for (let round = 0; round < 3; round++) {
      lines.push('');
      lines.push('b');
      expect([lines.shift(), lines.shift(), lines.shift()]).toEqual([
        '',
        'b',
        undefined,
      ]);
    }
    expect(lines.toArray()).toEqual([]);
  });
});
