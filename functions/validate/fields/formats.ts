import { isCidr, isIpv4, isIpv6 } from '../syntax/address.ts';
import { millisecond, parseDuration } from '../syntax/duration.ts';
import type { ShapeType } from './shape.ts';

const typeNames: Readonly<Record<ShapeType, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  any: 'anything',
  intOrString: 'a whole number or a text',
  quantity: 'a quantity, such as 100m or 1Gi',
};

export const nameOfType = (type: ShapeType): string => typeNames[type];

/** What a value of a format must be, where it is not. */
export interface WrongFormat {
  readonly code: string;
  /** Follows the name of the field. */
  readonly requirement: string;
  readonly fix?: string;
}

type Check = (value: string | number | boolean) => WrongFormat | undefined;

const text =
  (test: (value: string) => boolean, what: string): Check =>
  (value) =>
    typeof value !== 'string' || test(value) ? undefined : { code: 'GI1007', requirement: `must be ${what}, not ${JSON.stringify(value)}` };

const checks: Readonly<Record<string, Check>> = {
  int32: (value) =>
    typeof value !== 'number' || Math.abs(value) < 2 ** 31
      ? undefined
      : { code: 'GI1005', requirement: `must be between ${-(2 ** 31)} and ${2 ** 31 - 1}, not ${value}` },
  byte: text((value) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(value.replace(/[\r\n]/g, '')), 'Base64'),
  'date-time': text(
    (value) => /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[-+]\d\d:?\d\d)$/.test(value),
    'a time such as "2026-01-31T12:00:00Z"',
  ),
  ipv4: text(isIpv4, 'an IPv4 address'),
  ipv6: text(isIpv6, 'an IPv6 address'),
  cidr: text(isCidr, 'a CIDR block'),
  ms: duration({ least: millisecond, zero: false, whole: true }),
  'ms-loose': duration({ least: millisecond, zero: false, whole: false }),
  'ms-or-zero': duration({ least: millisecond, zero: true, whole: true }),
  duration: duration({ least: Number.NEGATIVE_INFINITY, zero: true, whole: false }),
  port: port(1),
  'port-or-zero': port(0),
};

/** What is wrong with a value that should have the format; formats that are not known are not checked. */
export function checkFormat(format: string, value: string | number | boolean): WrongFormat | undefined {
  return checks[format]?.(value);
}

function duration(limits: { readonly least: number; readonly zero: boolean; readonly whole: boolean }): Check {
  return (value) => {
    if (typeof value !== 'string') return undefined;
    const length = parseDuration(value);
    const shown = JSON.stringify(value);
    if (length === undefined)
      return { code: 'GI1017', requirement: `must be a duration, not ${shown}`, fix: 'write a number and a unit: 30s, 1m30s, 250ms' };
    // Whatever is less than a millisecond counts as 0 where 0 is allowed.
    if (Math.abs(length) < millisecond && limits.zero) return undefined;
    if (length < limits.least)
      return {
        code: 'GI1017',
        requirement: `must be at least 1ms, not ${shown}`,
        fix: length === 0 ? 'leave the field out: a duration of 0s is refused, not read as "no limit"' : 'write at least 1ms',
      };
    if (limits.whole && length % millisecond !== 0)
      return { code: 'GI1017', requirement: `must be whole milliseconds, not ${shown}`, fix: 'round it to milliseconds' };
    return undefined;
  };
}

function port(least: number): Check {
  return (value) =>
    typeof value !== 'number' || (value >= least && value <= 65535)
      ? undefined
      : { code: 'GI1018', requirement: `must be between 1 and 65535, not ${value}` };
}
