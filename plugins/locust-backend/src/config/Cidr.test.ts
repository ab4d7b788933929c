import { Cidr } from './Cidr';

describe('a block of addresses', () => {
  it.each([
    '0.0.0.0/0',
    '10.0.0.0/8',
    '169.254.169.254/32',
    '::/0',
    'fd00:ec2::254/128',
    '2001:db8:0:0:0:0:0:0/32',
    'FE80::/10',
  ])('is %s', text => {
    expect(Cidr.parse(text)?.text).toBe(text);
  });

  it.each([
    '',
    '10.0.0.0',
    '10.0.0.1/8',
    '10.0.0.0/33',
    '10.0.0/8',
    '010.0.0.0/8',
    '10.0.0.0/-1',
    'fd00::1/8',
    'fd00::/129',
    'fe80::%eth0/64',
    '::ffff:10.0.0.0/104',
    'example.com/8',
  ])('is not %p', text => {
    expect(Cidr.parse(text)).toBeUndefined();
  });

  it.each([
    ['0.0.0.0/0', '10.0.0.0/8', true],
    ['10.0.0.0/8', '10.0.0.0/8', true],
    ['10.0.0.0/8', '10.255.0.0/16', true],
    ['10.0.0.0/8', '11.0.0.0/16', false],
    ['10.0.0.0/16', '10.0.0.0/8', false],
    ['::/0', '10.0.0.0/8', false],
    ['0.0.0.0/0', '::/0', false],
    ['fd00::/8', 'fd00:ec2::254/128', true],
    ['fd00:ec2::/32', 'fd00:ec3::/32', false],
    ['::/0', '1::/16', true],
  ])('%s contains %s: %p', (outer, inner, contains) => {
    expect(Cidr.parse(outer)!.contains(Cidr.parse(inner)!)).toBe(contains);
  });
});
