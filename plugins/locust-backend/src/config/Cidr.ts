import { isIP } from 'node:net';

const BITS = { 4: 32, 6: 128 } as const;

/** A block of addresses, such as `10.0.0.0/8` or `fd00::/8`. */
export class Cidr {
  private constructor(
    readonly text: string,
    readonly family: 4 | 6,
    private readonly bits: bigint,
    private readonly length: number,
  ) {}

  /** Undefined where it is none, or where its address is not the first one of the block: clusters refuse that. */
  static parse(text: string): Cidr | undefined {
    const [, address, digits] = /^([^/%]+)\/(\d{1,3})$/.exec(text) ?? [];
    const family = address === undefined ? 0 : isIP(address);
    const length = Number(digits);
    // An address of version 4 within one of version 6 is refused by clusters as well.
    if (
      (family !== 4 && family !== 6) ||
      length > BITS[family] ||
      (family === 6 && address.includes('.'))
    ) {
      return undefined;
    }
    const bits = family === 4 ? bitsOf4(address) : bitsOf6(address);
    const rest = BigInt(BITS[family] - length);
    return bits === (bits >> rest) << rest
      ? new Cidr(text, family, bits, length)
      : undefined;
  }

  /** Whether it holds all addresses of the other one; every block contains itself. */
  contains(other: Cidr): boolean {
    const rest = BigInt(BITS[this.family] - this.length);
    return (
      this.family === other.family &&
      this.length <= other.length &&
      this.bits >> rest === other.bits >> rest
    );
  }
}

function bitsOf4(address: string): bigint {
  return joined(address.split('.').map(Number), 8n);
}

function bitsOf6(address: string): bigint {
  const [before, after] = address
    .split('::')
    .map(part => (part === '' ? [] : part.split(':')));
  const groups = after
    ? [
        ...before,
        ...Array<string>(8 - before.length - after.length).fill('0'),
        ...after,
      ]
    : before;
  return joined(
    groups.map(group => parseInt(group, 16)),
    16n,
  );
}

function joined(parts: readonly number[], width: bigint): bigint {
  return parts.reduce((bits, part) => (bits << width) | BigInt(part), 0n);
}
