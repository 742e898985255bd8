import { RE2JS } from 're2js';
import { memo } from '../lazy.ts';
import { asRecord, asText, isSet } from '../loose.ts';

/** One `StringMatch`; `present` is a match with no value, or the regex `*`. */
export type StringMatch =
  | { readonly kind: 'exact' | 'prefix' | 'regex'; readonly value: string; readonly ignoreCase?: boolean }
  | { readonly kind: 'present' };

export function stringMatch(value: unknown): StringMatch {
  const match = asRecord(value);
  if (isSet(match.exact)) return { kind: 'exact', value: asText(match.exact) };
  if (isSet(match.prefix)) return { kind: 'prefix', value: asText(match.prefix) };
  if (isSet(match.regex) && match.regex !== '*') return { kind: 'regex', value: asText(match.regex) };
  return { kind: 'present' };
}

/** Whether a value that is there matches. */
export function matchesText(match: StringMatch, text: string): boolean {
  if (match.kind === 'present') return true;
  const fold = (value: string) => (match.ignoreCase ? value.toLowerCase() : value);
  if (match.kind === 'exact') return fold(text) === fold(match.value);
  if (match.kind === 'prefix') return fold(text).startsWith(fold(match.value));
  return matchesFully(match.value, text);
}

const compiled = memo((expression: string): RE2JS | undefined => {
  try {
    return RE2JS.compile(expression);
  } catch {
    return undefined;
  }
});

/** RE2, and the whole text, as Envoy matches; an expression that is not valid matches nothing. */
export function matchesFully(expression: string, text: string): boolean {
  return compiled(expression)?.matches(text) ?? false;
}

/** Replaces every match, with `\1` for a group, as Envoy's regex rewrites do. */
export function replaceAll(expression: string, substitution: string, text: string): string {
  const pattern = compiled(expression);
  if (!pattern) return text;
  const matcher = pattern.matcher(text);
  let result = '';
  let from = 0;
  while (matcher.find()) {
    result += text.slice(from, matcher.start());
    result += substitution.replace(/\\(\d|\\)/g, (_, group: string) => (group === '\\' ? '\\' : (matcher.group(Number(group)) ?? '')));
    from = matcher.end();
  }
  return result + text.slice(from);
}

/** For messages: `exact "/a"`. */
export function describe(match: StringMatch): string {
  return match.kind === 'present' ? 'present' : `${match.kind} "${match.value}"`;
}
