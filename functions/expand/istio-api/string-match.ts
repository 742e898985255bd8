import type { ValueMatch } from '../../intent/generated/gateway-intent.ts';

/** Istio's StringMatch; an empty one asks only that the value is there. */
export interface StringMatch {
  readonly exact?: string;
  readonly prefix?: string;
  readonly regex?: string;
}

export function stringMatch({ exact, prefix, regex }: Pick<ValueMatch, 'exact' | 'prefix' | 'regex'>): StringMatch {
  if (exact !== undefined) return { exact };
  if (prefix !== undefined) return { prefix };
  return regex === undefined ? {} : { regex };
}

/** Text as a regular expression that fits only this text. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** A condition on a value as a regular expression for the whole value; characters outside `any` end it. */
export function regexOf({ exact, prefix, regex }: Pick<ValueMatch, 'exact' | 'prefix' | 'regex'>, any: string): string {
  if (exact !== undefined) return escapeRegex(exact);
  if (prefix !== undefined) return `${escapeRegex(prefix)}${any}`;
  return regex === undefined ? any : `(?:${regex})`;
}
