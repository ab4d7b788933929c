import { parseResolvers } from './hostResolvers';

describe('parseResolvers', () => {
  it('takes the name servers, in their order', () => {
    expect(
      parseResolvers(
        '# by hand\nsearch example.org\nnameserver 192.0.2.1\n  nameserver  192.0.2.2 \noptions edns0\n',
      ),
    ).toEqual(['192.0.2.1', '192.0.2.2']);
  });

  it('leaves out those that only the host itself can reach', () => {
    expect(parseResolvers('nameserver 127.0.0.53\nnameserver ::1\n')).toEqual(
      [],
    );
  });
});
