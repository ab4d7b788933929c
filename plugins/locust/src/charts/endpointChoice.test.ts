import type { RequestStatistics } from 'backstage-plugin-locust-common';
import { someStatistics } from '../fake/aRun';
import {
  chosenEndpoints,
  endpointName,
  endpointsMatching,
  MOST_ENDPOINTS,
  withEndpoints,
} from './endpointChoice';

const endpoint = (
  method: string,
  name: string,
  requests = 1,
): RequestStatistics => ({
  method,
  name,
  statistics: someStatistics({ requests }),
});
const REQUESTS = [
  endpoint('GET', '/cart', 10),
  endpoint('POST', '/cart', 40),
  endpoint('GET', '/search?q=a b&c=%20', 30),
  endpoint('', 'wait for all', 20),
];

describe('the endpoints of a URL', () => {
  it('are read as they were written, whatever is in their names', () => {
    const params = withEndpoints(
      new URLSearchParams('from=1&to=9&endpoint=old'),
      REQUESTS,
    );
    const read = new URLSearchParams(params.toString());
    expect(chosenEndpoints(read, REQUESTS)).toEqual(REQUESTS);
    expect(read.get('from')).toBe('1');
    expect(withEndpoints(read, []).has('endpoint')).toBe(false);
  });

  it('are only those of the run, each once', () => {
    const params = new URLSearchParams([
      ['endpoint', 'GET /cart'],
      ['endpoint', 'GET /away'],
      ['endpoint', 'GET /cart'],
    ]);
    expect(chosenEndpoints(params, REQUESTS)).toEqual([REQUESTS[0]]);
  });

  it('are no more than can be told apart', () => {
    const many = Array.from({ length: 30 }, (_, place) =>
      endpoint('GET', `/${place}`),
    );
    expect(
      chosenEndpoints(withEndpoints(new URLSearchParams(), many), many),
    ).toHaveLength(MOST_ENDPOINTS);
  });
});

describe('searching endpoints', () => {
  it.each([
    [
      '',
      ['POST /cart', 'GET /search?q=a b&c=%20', 'wait for all', 'GET /cart'],
    ],
    ['get', ['GET /search?q=a b&c=%20', 'GET /cart']],
    ['CART post', ['POST /cart']],
    ['nothing', []],
  ])('%j finds, by requests: %j', (search, names) => {
    expect(endpointsMatching(REQUESTS, search).map(endpointName)).toEqual(
      names,
    );
  });
});
