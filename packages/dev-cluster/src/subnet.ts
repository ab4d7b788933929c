/** A piece of the IPv4 address space. */
export interface Subnet {
  readonly base: number;
  readonly prefix: number;
}

/** Where the cable between the host and the node's namespace gets its four addresses from. */
const CABLE_RANGE: Subnet = { base: toNumber('10.213.0.0'), prefix: 16 };

export function parseSubnet(text: string): Subnet | undefined {
  const match = /^(\d+\.\d+\.\d+\.\d+)(?:\/(\d+))?$/.exec(text);
  return match
    ? { base: toNumber(match[1]), prefix: Number(match[2] ?? 32) }
    : undefined;
}

export function overlap(a: Subnet, b: Subnet): boolean {
  const size = 2 ** (32 - Math.min(a.prefix, b.prefix));
  return Math.floor(a.base / size) === Math.floor(b.base / size);
}

/** The host's and the node's address of a cable. */
export interface Cable {
  readonly subnet: string;
  readonly hostAddress: string;
  readonly nodeAddress: string;
}

/**
 * Chooses a /30 that overlaps none of those in use.
 *
 * @param random - in [0, 1): chosen at random, two clusters starting at once hardly ever want the same one
 */
export function chooseCable(
  taken: readonly Subnet[],
  random: () => number,
): Cable {
  for (let attempt = 0; attempt < 1_000; attempt++) {
    const index = Math.floor(random() * 2 ** (30 - CABLE_RANGE.prefix));
    const subnet: Subnet = { base: CABLE_RANGE.base + index * 4, prefix: 30 };
    if (!taken.some(other => overlap(other, subnet))) {
      return {
        subnet: `${toText(subnet.base)}/30`,
        hostAddress: toText(subnet.base + 1),
        nodeAddress: toText(subnet.base + 2),
      };
    }
  }
  throw new Error(
    `No /30 of ${toText(CABLE_RANGE.base)}/${
      CABLE_RANGE.prefix
    } is free for the node's network`,
  );
}

function toNumber(address: string) {
  return address
    .split('.')
    .reduce((number, part) => number * 256 + Number(part), 0);
}

function toText(address: number) {
  return [24, 16, 8, 0]
    .map(shift => Math.floor(address / 2 ** shift) % 256)
    .join('.');
}
