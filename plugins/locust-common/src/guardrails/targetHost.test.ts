import { hostNameOf, sensitiveHost } from './targetHost';

describe('hostNameOf', () => {
  it.each([
    ['https://Shop.Example.com:8443/base', 'shop.example.com'],
    ['shop.example.com', 'shop.example.com'],
    ['shop.example.com:8080', 'shop.example.com'],
    ['http://shop.example.com./', 'shop.example.com'],
    ['http://user:secret@shop.example.com', 'shop.example.com'],
    ['http://0x7f.1', '127.0.0.1'],
    ['http://2130706433', '127.0.0.1'],
    ['0177.0.0.1', '127.0.0.1'],
    ['http://[::1]:80', '::1'],
    ['http://[::ffff:169.254.169.254]', '169.254.169.254'],
    ['ws://0x7f.1', '127.0.0.1'],
  ])('of %s is %s', (host, name) => {
    expect(hostNameOf(host)).toBe(name);
  });

  it.each(['http://', 'http:// x', '', 'http://a b', 'http://[::1'])(
    'is none of %j',
    host => {
      expect(hostNameOf(host)).toBeUndefined();
    },
  );
});

describe('sensitiveHost', () => {
  it.each([
    'localhost',
    '127.0.0.1',
    '127.8.8.8',
    '::1',
    '0.0.0.0',
    '169.254.169.254',
    'fe80::1',
    'metadata.google.internal',
    'kubernetes',
    'kubernetes.default.svc',
    'kubernetes.default.svc.cluster.local',
  ])('knows %s', name => {
    expect(sensitiveHost(name)).toBeDefined();
  });

  it.each([
    'shop.demo.svc.cluster.local',
    'kubernetes.shop.svc',
    'localhost.example.com',
    '10.0.0.1',
    '12.7.0.0',
  ])('has nothing against %s', name => {
    expect(sensitiveHost(name)).toBeUndefined();
  });
});
