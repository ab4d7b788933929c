import { ConfigReader } from '@backstage/config';
import { readNetworkPolicy } from './readNetworkPolicy';

const read = (networkPolicy: unknown) =>
  readNetworkPolicy(new ConfigReader({ locust: { networkPolicy } } as never));

const egress = (...destinations: unknown[]) =>
  read({ enabled: true, egress: destinations })?.destinations;

const METADATA_4 = '169.254.169.254/32';
const METADATA_6 = 'fd00:ec2::254/128';

describe('readNetworkPolicy', () => {
  it('makes none unless it is enabled', () => {
    expect(readNetworkPolicy(new ConfigReader({}))).toBeUndefined();
    expect(read({})).toBeUndefined();
    expect(read({ enabled: false })).toBeUndefined();
    expect(read({ egress: [{ cidr: '10.0.0.0/8' }] })).toBeUndefined();
  });

  it('lets runs reach everything but the credentials of clouds', () => {
    expect(read({ enabled: true })).toEqual({
      destinations: [
        { kind: 'block', cidr: '0.0.0.0/0', except: [METADATA_4] },
        { kind: 'block', cidr: '::/0', except: [METADATA_6] },
        { kind: 'namespace', name: '*' },
      ],
    });
  });

  it('leaves out what is excluded, and no pod is let in by its name again', () => {
    expect(
      read({ enabled: true, exclude: ['10.0.0.0/8', 'fd00::/8'] }),
    ).toEqual({
      destinations: [
        {
          kind: 'block',
          cidr: '0.0.0.0/0',
          except: [METADATA_4, '10.0.0.0/8'],
        },
        { kind: 'block', cidr: '::/0', except: [METADATA_6, 'fd00::/8'] },
      ],
    });
  });

  it('reads destinations with their ports', () => {
    expect(
      egress(
        { cidr: '10.1.0.0/16', except: ['10.1.2.0/24'], ports: [443, '8080'] },
        {
          namespace: 'shop',
          ports: [
            { port: 53, protocol: 'UDP' },
            { port: 8000, endPort: 8100 },
          ],
        },
        { namespace: '*' },
      ),
    ).toEqual([
      {
        kind: 'block',
        cidr: '10.1.0.0/16',
        except: ['10.1.2.0/24'],
        ports: [
          { protocol: 'TCP', port: 443 },
          { protocol: 'TCP', port: 8080 },
        ],
      },
      {
        kind: 'namespace',
        name: 'shop',
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 8000, endPort: 8100 },
        ],
      },
      { kind: 'namespace', name: '*' },
    ]);
  });

  it('may leave nothing but names and the master', () => {
    expect(read({ enabled: true, egress: [] })).toEqual({ destinations: [] });
  });

  it('holds exclusions against every block, each once', () => {
    expect(
      read({
        enabled: true,
        exclude: ['10.9.0.0/16'],
        egress: [
          { cidr: '10.0.0.0/8', except: ['10.9.0.0/16'] },
          { cidr: '169.254.0.0/16' },
          { cidr: '192.168.0.0/16' },
        ],
      })?.destinations,
    ).toEqual([
      { kind: 'block', cidr: '10.0.0.0/8', except: ['10.9.0.0/16'] },
      { kind: 'block', cidr: '169.254.0.0/16', except: [METADATA_4] },
      { kind: 'block', cidr: '192.168.0.0/16', except: [] },
    ]);
  });

  it('gives the credentials of a cloud to who names their address', () => {
    expect(egress({ cidr: METADATA_4 })).toEqual([
      { kind: 'block', cidr: METADATA_4, except: [] },
    ]);
  });

  it.each<[unknown, RegExp]>([
    [[], /^locust\.networkPolicy is \[\]; it has to hold fields$/],
    [
      { enable: true },
      /^locust\.networkPolicy\.enable is not known; it may hold enabled, egress, exclude$/,
    ],
    [
      { egress: '10.0.0.0/8' },
      /^locust\.networkPolicy\.egress is "10\.0\.0\.0\/8"; it may be a list of destinations$/,
    ],
    [
      { egress: [{ cidr: '10.0.0.0/8' }, { to: 'shop' }] },
      /^locust\.networkPolicy\.egress\[1\]\.to is not known; it may hold cidr, except, namespace, ports$/,
    ],
    [
      { egress: [{}] },
      /^locust\.networkPolicy\.egress\[0\] has to hold either/,
    ],
    [
      { egress: [{ cidr: '10.0.0.0/8', namespace: 'a' }] },
      /egress\[0\] has to hold either a cidr or a namespace/,
    ],
    [
      { egress: [{ cidr: '10.0.0.1/8' }] },
      /^locust\.networkPolicy\.egress\[0\]\.cidr is "10\.0\.0\.1\/8"; it may be a block of addresses by its first one/,
    ],
    [
      { egress: [{ cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] }] },
      /egress\[0\]\.except\[0\] is 11\.0\.0\.0\/16; it has to be a part of 10\.0\.0\.0\/8$/,
    ],
    [
      { egress: [{ cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] }] },
      /it has to be a part of 10\.0\.0\.0\/8$/,
    ],
    [
      { egress: [{ namespace: 'a', except: ['10.0.0.0/8'] }] },
      /egress\[0\]\.except goes with a cidr/,
    ],
    [
      { egress: [{ namespace: 'Shop' }] },
      /egress\[0\]\.namespace is "Shop"; it may be the name of a namespace, or "\*"/,
    ],
    [
      { egress: [{ namespace: 'a', ports: [0] }] },
      /egress\[0\]\.ports\[0\] is 0; it may be a number from 1 to 65535$/,
    ],
    [
      { egress: [{ namespace: 'a', ports: ['http'] }] },
      /ports\[0\] is "http"; it may be a number/,
    ],
    [
      { egress: [{ namespace: 'a', ports: [] }] },
      /egress\[0\]\.ports is empty; name the ports, or leave it out for all$/,
    ],
    [
      { egress: [{ namespace: 'a', ports: [{ port: 9, endPort: 8 }] }] },
      /ports\[0\]\.endPort is 8, before the port 9/,
    ],
    [
      { egress: [{ namespace: 'a', ports: [{ port: 9, protocol: 'tcp' }] }] },
      /ports\[0\]\.protocol is "tcp"; it may be TCP, UDP, SCTP$/,
    ],
    [
      { exclude: ['10.0.0.0/8'], egress: [{ cidr: '10.1.0.0/16' }] },
      /^locust\.networkPolicy\.egress\[0\]\.cidr is 10\.1\.0\.0\/16, and locust\.networkPolicy\.exclude forbids 10\.0\.0\.0\/8; take one of the two away$/,
    ],
    [{ exclude: ['all'] }, /^locust\.networkPolicy\.exclude\[0\] is "all"/],
    [{ enabled: 'perhaps' }, /locust\.networkPolicy\.enabled/],
  ])('refuses %j', (networkPolicy, words) => {
    expect(() => read(networkPolicy)).toThrow(words);
  });
});
