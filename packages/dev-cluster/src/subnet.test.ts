import { chooseCable, overlap, parseSubnet } from './subnet';

const subnet = (text: string) => parseSubnet(text)!;

describe('overlap', () => {
  it.each([
    ['10.0.0.0/8', '10.213.4.0/30', true],
    ['10.213.4.0/30', '10.0.0.0/8', true],
    ['10.213.4.1', '10.213.4.0/30', true],
    ['10.213.4.4/30', '10.213.4.0/30', false],
    ['0.0.0.0/0', '10.213.4.0/30', true],
    ['192.168.0.0/16', '10.213.4.0/30', false],
  ])('of %s and %s is %s', (a, b, expected) => {
    expect(overlap(subnet(a), subnet(b))).toBe(expected);
  });
});

describe('parseSubnet', () => {
  it('makes nothing of what is no IPv4 address', () => {
    expect(parseSubnet('fe80::/64')).toBeUndefined();
    expect(parseSubnet('unreachable')).toBeUndefined();
  });
});

describe('chooseCable', () => {
  it('gives host and node the two usable addresses of a /30', () => {
    expect(chooseCable([], () => 0.5)).toEqual({
      subnet: '10.213.128.0/30',
      hostAddress: '10.213.128.1',
      nodeAddress: '10.213.128.2',
    });
  });

  it('passes over what is taken', () => {
    const rolls = [0.5, 0.5, 0.25];
    const taken = [subnet('10.213.128.0/24')];
    expect(chooseCable(taken, () => rolls.shift()!).subnet).toBe(
      '10.213.64.0/30',
    );
  });

  it('says so when everything is taken', () => {
    expect(() => chooseCable([subnet('10.0.0.0/8')], Math.random)).toThrow(
      'No /30 of 10.213.0.0/16 is free',
    );
  });
});
