import { namespaceProblem } from './namespaceProblem';

describe('namespaceProblem', () => {
  it.each([
    ['load', []],
    ['a', []],
    ['x'.repeat(63), []],
    ['load', ['other', 'load']],
    // Whoever configures it there means it.
    ['kube-system', ['kube-system']],
  ])('has nothing against %s where %j are looked after', (name, watched) => {
    expect(namespaceProblem(name, watched)).toBeUndefined();
  });

  it.each([
    '',
    '.',
    '..',
    '../load',
    'load/../kube-system',
    'load%2F..',
    '%2e%2e',
    'Load',
    'a.b',
    'löad',
    'a\0',
    '-a',
    'a-',
    'x'.repeat(64),
    '__proto__',
  ])('says of %j what a namespace is called like', name => {
    expect(namespaceProblem(name, [])).toMatch(
      /^namespace: ".*" was refused; .* such as "load-tests"$/,
    );
  });

  it.each(['kube-system', 'kube-public', 'kube-node-lease'])(
    'leaves %s to Kubernetes',
    name => {
      expect(namespaceProblem(name, [])).toMatch(
        /^namespace: "kube-.*" was refused, for it is Kubernetes' own; use one of your own/,
      );
    },
  );

  it('says where the engine looks, for elsewhere nothing would ever run', () => {
    expect(namespaceProblem('load', ['shop', 'search'])).toBe(
      'namespace: "load" was refused, for nothing there would ever be run; the engine looks after "shop", "search"',
    );
  });
});
