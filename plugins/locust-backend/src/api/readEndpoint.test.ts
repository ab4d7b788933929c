import { readEndpoint } from './readEndpoint';

describe('readEndpoint', () => {
  it.each([
    [{}, undefined],
    [
      { method: 'GET', name: '/cart' },
      { method: 'GET', name: '/cart' },
    ],
    [
      { method: '', name: 'a task' },
      { method: '', name: 'a task' },
    ],
    [
      { method: '', name: '' },
      { method: '', name: '' },
    ],
  ])('reads %j', (query, endpoint) => {
    expect(readEndpoint(query)).toEqual(endpoint);
  });

  it.each([
    [{ method: 'GET' }, /^method: "GET" was refused without a name; .*such as/],
    [{ method: '' }, /^method: "" was refused without a name/],
    [
      { name: '/cart' },
      /^name: "\/cart" was refused without a method; .*method= where it has none$/,
    ],
  ])('refuses %j', (query, message) => {
    expect(() => readEndpoint(query)).toThrow(message);
  });
});
