import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type {
  Destination,
  DestinationPort,
  NetworkPolicySettings,
} from '../operator/children/networkPolicies';
import { Cidr } from './Cidr';
import { asFields, refuseOthers } from './fields';
import { wholeNumber } from './wholeNumber';

const PATH = 'locust.networkPolicy';

/** Where clouds hand out credentials to whoever asks from a pod. */
const METADATA = ['169.254.169.254/32', 'fd00:ec2::254/128'].map(
  text => Cidr.parse(text)!,
);
const EVERYWHERE = ['0.0.0.0/0', '::/0'].map(text => Cidr.parse(text)!);

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
const LAST_PORT = 65_535;
const NAMESPACE = /^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?|\*)$/;

/**
 * Reads `locust.networkPolicy`; undefined: runs get no network policies.
 *
 * @throws InputError naming the path of what is wrong and what would be accepted
 */
export function readNetworkPolicy(
  root: Config,
): NetworkPolicySettings | undefined {
  const given = root.getOptional<unknown>(PATH);
  if (given === undefined) {
    return undefined;
  }
  const fields = asFields(given, PATH);
  refuseOthers(fields, ['enabled', 'egress', 'exclude'], PATH);
  const excluded = readBlocks(fields.exclude, `${PATH}.exclude`);
  const destinations =
    fields.egress === undefined
      ? everywhereBut(excluded)
      : readList(fields.egress, `${PATH}.egress`, 'destinations').map(
          (it, index) =>
            readDestination(it, `${PATH}.egress[${index}]`, excluded),
        );
  return root.getOptionalBoolean(`${PATH}.enabled`)
    ? { destinations }
    : undefined;
}

/**
 * All addresses. Pods of the cluster are named as well, for networks that hold blocks against what is outside alone, but not
 * where something is excluded: what is named may be reached whatever its address.
 */
function everywhereBut(excluded: readonly Cidr[]): readonly Destination[] {
  return [
    ...EVERYWHERE.map(cidr => block(cidr, excluded)),
    ...(excluded.length === 0
      ? [{ kind: 'namespace' as const, name: '*' }]
      : []),
  ];
}

function block(
  cidr: Cidr,
  excluded: readonly Cidr[],
  except: readonly Cidr[] = [],
) {
  const held = [...METADATA, ...excluded].filter(
    it => cidr.contains(it) && !it.contains(cidr),
  );
  return {
    kind: 'block' as const,
    cidr: cidr.text,
    except: [...new Set([...held, ...except].map(it => it.text))],
  };
}

function readDestination(
  given: unknown,
  path: string,
  excluded: readonly Cidr[],
): Destination {
  const fields = asFields(given, path);
  refuseOthers(fields, ['cidr', 'except', 'namespace', 'ports'], path);
  const { cidr, except, namespace } = fields;
  if ((cidr === undefined) === (namespace === undefined)) {
    throw new InputError(
      `${path} has to hold either a cidr or a namespace, such as { cidr: 10.0.0.0/8 } or { namespace: shop }`,
    );
  }
  const ports = readPorts(fields.ports, `${path}.ports`);
  if (cidr !== undefined) {
    return { ...readBlock(cidr, except, path, excluded), ...ports };
  }
  if (except !== undefined) {
    throw new InputError(
      `${path}.except goes with a cidr, and there is a namespace`,
    );
  }
  if (typeof namespace !== 'string' || !NAMESPACE.test(namespace)) {
    throw new InputError(
      `${path}.namespace is ${JSON.stringify(
        namespace,
      )}; it may be the name of a namespace, or "*" for all`,
    );
  }
  return { kind: 'namespace', name: namespace, ...ports };
}

function readBlock(
  given: unknown,
  except: unknown,
  path: string,
  excluded: readonly Cidr[],
) {
  const cidr = asCidr(given, `${path}.cidr`);
  const forbidden = excluded.find(it => it.contains(cidr));
  if (forbidden) {
    throw new InputError(
      `${path}.cidr is ${cidr.text}, and ${PATH}.exclude forbids ${forbidden.text}; take one of the two away`,
    );
  }
  const left = readBlocks(except, `${path}.except`);
  for (const [index, it] of left.entries()) {
    if (!cidr.contains(it) || it.contains(cidr)) {
      throw new InputError(
        `${path}.except[${index}] is ${it.text}; it has to be a part of ${cidr.text}`,
      );
    }
  }
  return block(cidr, excluded, left);
}

function readPorts(
  given: unknown,
  path: string,
): { readonly ports?: readonly DestinationPort[] } {
  if (given === undefined) {
    return {};
  }
  const ports = readList(given, path, 'ports').map((it, index) =>
    readPort(it, `${path}[${index}]`),
  );
  if (ports.length === 0) {
    throw new InputError(
      `${path} is empty; name the ports, or leave it out for all`,
    );
  }
  return { ports };
}

function readPort(given: unknown, path: string): DestinationPort {
  if (typeof given !== 'object') {
    return { protocol: 'TCP', port: asPort(given, path) };
  }
  const fields = asFields(given, path);
  refuseOthers(fields, ['port', 'endPort', 'protocol'], path);
  const { protocol: name = 'TCP' } = fields;
  const protocol = PROTOCOLS.find(it => it === name);
  if (!protocol) {
    throw new InputError(
      `${path}.protocol is ${JSON.stringify(name)}; it may be ${PROTOCOLS.join(
        ', ',
      )}`,
    );
  }
  const port = asPort(fields.port, `${path}.port`);
  if (fields.endPort === undefined) {
    return { protocol, port };
  }
  const endPort = asPort(fields.endPort, `${path}.endPort`);
  if (endPort < port) {
    throw new InputError(
      `${path}.endPort is ${endPort}, before the port ${port}; it is the last one of a range`,
    );
  }
  return { protocol, port, endPort };
}

function asPort(given: unknown, path: string): number {
  const port = wholeNumber(given);
  if (port === undefined || port > LAST_PORT) {
    throw new InputError(
      `${path} is ${JSON.stringify(
        given,
      )}; it may be a number from 1 to ${LAST_PORT}`,
    );
  }
  return port;
}

function readBlocks(given: unknown, path: string): readonly Cidr[] {
  return given === undefined
    ? []
    : readList(given, path, 'blocks of addresses').map((it, index) =>
        asCidr(it, `${path}[${index}]`),
      );
}

function asCidr(given: unknown, path: string): Cidr {
  const cidr = typeof given === 'string' ? Cidr.parse(given) : undefined;
  if (!cidr) {
    throw new InputError(
      `${path} is ${JSON.stringify(
        given,
      )}; it may be a block of addresses by its first one, such as 10.0.0.0/8 or fd00::/8`,
    );
  }
  return cidr;
}

function readList(
  given: unknown,
  path: string,
  of: string,
): readonly unknown[] {
  if (!Array.isArray(given)) {
    throw new InputError(
      `${path} is ${JSON.stringify(given)}; it may be a list of ${of}`,
    );
  }
  return given;
}
