import { pathsBelow } from '../navigation/LoadTestsPaths';
import { testAskedFor, trendLimitFrom } from './trendQuery';

const SHOP = 'component:default/shop';

const paramsOf = (path: string) => new URLSearchParams(path.split('?')[1]);

describe('the test that the address of a trend names', () => {
  it.each([
    ['of the entity whose tab it is', SHOP, { test: 'peak', entityRef: SHOP }],
    [
      'of any entity on the page of all',
      undefined,
      { test: 'peak', entityRef: SHOP },
    ],
    [
      'of no entity, by where it runs',
      undefined,
      { test: 'a b&c', cluster: 'eu-1', namespace: 'load' },
    ],
  ])('is the one that its link was made for: %s', (_what, own, test) => {
    const path = pathsBelow('/tests', own).trend(test);
    expect(testAskedFor(paramsOf(path), own)).toEqual(test);
  });

  it.each(['', 'test=', 'test=peak', 'test=peak&cluster=eu-1'])(
    'is none in "%s"',
    query => {
      expect(
        testAskedFor(new URLSearchParams(query), undefined),
      ).toBeUndefined();
    },
  );
});

it('looks back thirty runs where nothing else, or nonsense, is asked for', () => {
  expect([null, 'x', '100'].map(trendLimitFrom)).toEqual(['30', '30', '100']);
});
