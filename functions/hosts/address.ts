import { BlockList, isIP } from 'node:net';

interface Range {
  readonly list: BlockList;
  readonly bits: number;
}

const known = new Map<string, Range | undefined>();

function rangeOf(text: string): Range | undefined {
  if (!known.has(text)) known.set(text, parseRange(text));
  return known.get(text);
}

function parseRange(text: string): Range | undefined {
  const [address = '', length] = text.split('/');
  const family = isIP(address);
  if (family === 0) return undefined;
  const bits = length === undefined ? (family === 4 ? 32 : 128) : Number(length);
  if (!Number.isInteger(bits) || bits < 0 || bits > (family === 4 ? 32 : 128)) return undefined;
  const list = new BlockList();
  list.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  return { list, bits };
}

/** How exactly a range (`10.0.0.0/8`) or address holds an address: the number of its bits, 0 where it does not. */
export function containsAddress(range: string, address: string): number {
  if (range === address) return 129;
  const held = rangeOf(range);
  const family = isIP(address);
  if (held === undefined || family === 0) return 0;
  return held.list.check(address, family === 4 ? 'ipv4' : 'ipv6') ? Math.max(held.bits, 1) : 0;
}
