import type { ValueMatch } from '../../intent/generated/gateway-intent.ts';
import type { Match } from '../../intent/model.ts';

/** Whether one request may fit both; `true` where that cannot be told. */
export function mayOverlap(a: Match | undefined, b: Match | undefined): boolean {
  if (a === undefined || b === undefined) return true;
  return (
    pathsOverlap(a.path, b.path) &&
    (a.method === undefined || b.method === undefined || a.method === b.method) &&
    valuesOverlap(a.headers, b.headers, true) &&
    valuesOverlap(a.queryParams, b.queryParams, false) &&
    valuesOverlap(a.cookies, b.cookies, false)
  );
}

function pathsOverlap(a: Match['path'], b: Match['path']): boolean {
  if (a === undefined || b === undefined) return true;
  const [left, right] = [region(a), region(b)];
  return left.whole && right.whole ? left.text === right.text : within(left, right) || within(right, left);
}

/** Every path of a condition begins with this text; `whole`: is this text; `segments`: what follows begins with a slash. */
interface Region {
  readonly text: string;
  readonly whole: boolean;
  readonly segments: boolean;
}

function region({ exact, prefix, regex }: NonNullable<Match['path']>): Region {
  if (exact !== undefined) return { text: exact, whole: true, segments: false };
  if (prefix !== undefined) return { text: prefix, whole: false, segments: true };
  return { text: literalStart(regex ?? ''), whole: false, segments: false };
}

/** The text that everything begins with which an expression fits. A character that may be repeated or left out does not count. */
function literalStart(regex: string): string {
  if (/[|(]/.test(regex)) return '';
  const text = /^[\w/.~-]*/.exec(regex.replace(/^\^/, '').replaceAll('\\.', '~dot~'))?.[0] ?? '';
  const plain = (text.split('.')[0] as string).replaceAll('~dot~', '.');
  const rest = regex.replace(/^\^/, '').replaceAll('\\.', '.').slice(plain.length);
  return /^[*?{]/.test(rest) ? plain.slice(0, -1) : plain;
}

/** Whether `inner` may lie inside `outer`. */
function within(inner: Region, outer: Region): boolean {
  if (outer.whole) return false;
  if (!inner.text.startsWith(outer.text)) return false;
  const next = inner.text[outer.text.length];
  return !outer.segments || next === undefined || next === '/';
}

/** Two conditions on one name exclude each other when both are exact and differ, or an exact value does not begin as the other says. */
function valuesOverlap(a: readonly ValueMatch[] | undefined, b: readonly ValueMatch[] | undefined, foldCase: boolean): boolean {
  const key = ({ name }: ValueMatch): string => (foldCase ? name.toLowerCase() : name);
  return (a ?? []).every((left) => (b ?? []).every((right) => key(left) !== key(right) || valueOverlaps(left, right)));
}

function valueOverlaps(a: ValueMatch, b: ValueMatch): boolean {
  if (a.not || b.not) return true;
  if (a.exact !== undefined && b.exact !== undefined) return a.exact === b.exact;
  const [text, prefix] = a.exact === undefined ? [b.exact, a.prefix] : [a.exact, b.prefix];
  return text === undefined || prefix === undefined || text.startsWith(prefix);
}
