import type { LocustfileFiles } from 'backstage-plugin-locust-common';
import { areSame, compareFiles } from './compareFiles';

function ran(
  files: Readonly<Record<string, string>>,
  bytes: Readonly<Record<string, string>> = {},
  main = 'locustfile.py',
): LocustfileFiles {
  const entry =
    (binary: boolean) =>
    ([path, content]: [string, string]) => ({
      path,
      size: content.length,
      sha256: `of ${content}`,
      binary,
    });
  return {
    main,
    files: { ...files },
    entries: [
      ...Object.entries(files).map(entry(false)),
      ...Object.entries(bytes).map(entry(true)),
    ],
  };
}

const BEFORE = ran(
  { 'locustfile.py': 'import a', 'a.py': 'x', 'old.py': 'y' },
  { 'logo.png': 'one' },
);

describe('what two runs ran', () => {
  it('is the same where every file is', () => {
    const compared = compareFiles(BEFORE, BEFORE);
    expect(compared).toEqual({ changed: [], same: 4 });
    expect(areSame(compared)).toBe(true);
  });

  it('differs in files that came, went and changed', () => {
    const compared = compareFiles(
      BEFORE,
      ran(
        { 'locustfile.py': 'import b', 'a.py': 'x', 'new.py': 'z' },
        { 'logo.png': 'two' },
      ),
    );
    expect(compared).toEqual({
      changed: [
        {
          path: 'locustfile.py',
          change: 'changed',
          texts: { before: 'import a', after: 'import b' },
        },
        {
          path: 'old.py',
          change: 'removed',
          texts: { before: 'y', after: '' },
        },
        { path: 'logo.png', change: 'changed' },
        { path: 'new.py', change: 'added', texts: { before: '', after: 'z' } },
      ],
      same: 1,
    });
    expect(areSame(compared)).toBe(false);
  });

  it('shows no lines of a text that has become bytes', () => {
    expect(compareFiles(ran({ a: 'x' }), ran({}, { a: 'y' })).changed).toEqual([
      { path: 'a', change: 'changed' },
    ]);
  });

  it('differs where another file is the locustfile', () => {
    const compared = compareFiles(
      ran({ 'a.py': 'x', 'b.py': 'y' }, {}, 'a.py'),
      ran({ 'a.py': 'x', 'b.py': 'y' }, {}, 'b.py'),
    );
    expect(compared.main).toEqual({ before: 'a.py', after: 'b.py' });
    expect(areSame(compared)).toBe(false);
  });
});
