import fc from 'fast-check';
import type { LocustfileSnapshot } from './LocustfileSnapshot';
import { snapshotHash } from './snapshotHash';

const contents = fc.dictionary(fc.string({ minLength: 1 }), fc.string());

/** The same entries, in another order. */
const turned = (record: Record<string, string>) =>
  Object.fromEntries(Object.entries(record).reverse());

describe('the hash of what a run ran', () => {
  it('does not hang on the order of the files', () => {
    fc.assert(
      fc.property(contents, contents, (files, binary) => {
        expect(
          snapshotHash({
            main: 'a.py',
            files: turned(files),
            binary: turned(binary),
          }),
        ).toBe(snapshotHash({ main: 'a.py', files, binary }));
      }),
    );
  });

  it('is another one for another content, another name, and for bytes in place of a text', () => {
    const snapshots: readonly LocustfileSnapshot[] = [
      { main: 'a.py', files: { 'a.py': 'x' } },
      { main: 'a.py', files: { 'a.py': 'y' } },
      { main: 'a.py', files: { 'a.py': 'x', 'b.py': '' } },
      { main: 'a.py', files: {}, binary: { 'a.py': 'x' } },
      { main: 'b.py', files: { 'a.py': 'x' } },
    ];
    expect(new Set(snapshots.map(snapshotHash)).size).toBe(snapshots.length);
  });

  it('is that of snapshots written down before there were bytes in them', () => {
    expect(snapshotHash({ main: 'a.py', files: { 'a.py': 'x' } })).toBe(
      snapshotHash({ main: 'a.py', files: { 'a.py': 'x' }, binary: {} }),
    );
  });
});
