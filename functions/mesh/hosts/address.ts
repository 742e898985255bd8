import { BlockList, isIP } from 'node:net';
import { memo } from '../lazy.ts';

interface Range {
  readonly list: BlockList;
  readonly bits: number;
}

const ranges = memo((text: string): Range | undefined => {
  const [address = '', length] = text.split('/');
  const family = isIP(address);
  if (family === 0) return undefined;
  const bits = length === undefined ? (family === 4 ? 32 : 128) : Number(length);
  if (!Number.isInteger(bits) || bits < 0 || bits > (family === 4 ? 32 : 128)) return undefined;
  const list = new BlockList();
  list.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  return { list, bits };
});

/** How exactly a range (`10.0.0.0/8`) or address holds an address: the number of its bits, 0 where it does not. */
export function containsAddress(range: string, address: string): number {
  if (range === address) return 129;
  const known = ranges(range);
  const family = isIP(address);
  if (!known || family === 0) return 0;
  return known.list.check(address, family === 4 ? 'ipv4' : 'ipv6') ? Math.max(known.bits, 1) : 0;
}
