import { matchesFully } from '../routes/string-match.ts';

/** A value of a policy: `*` is anything but nothing, `*x` and `x*` are ends and beginnings (`authz/matcher/string.go`). */
export function fitsPattern(pattern: string, text: string | undefined, ignoreCase = false): boolean {
  if (text === undefined) return false;
  const fold = (value: string) => (ignoreCase ? value.toLowerCase() : value);
  if (pattern === '*') return text !== '';
  if (pattern.startsWith('*')) return fold(text).endsWith(fold(pattern.slice(1)));
  if (pattern.endsWith('*')) return fold(text).startsWith(fold(pattern.slice(0, -1)));
  return fold(text) === fold(pattern);
}

/** A header that is there fits `*`, even where it is empty. */
export function fitsHeader(pattern: string, text: string | undefined, ignoreCase = false): boolean {
  return pattern === '*' ? text !== undefined : fitsPattern(pattern, text, ignoreCase);
}

/** A path, or a template: `{*}` is one segment, `{**}` any number of them. */
export function fitsPath(pattern: string, path: string): boolean {
  if (!pattern.includes('{*}') && !pattern.includes('{**}')) return fitsPattern(pattern, path);
  const expression = pattern
    .split(/(\{\*\*?\})/)
    .map((part) => (part === '{*}' ? '[^/]+' : part === '{**}' ? '.*' : quoted(part)))
    .join('');
  return matchesFully(expression, path);
}

/** Text as a regular expression that means itself. */
export function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
