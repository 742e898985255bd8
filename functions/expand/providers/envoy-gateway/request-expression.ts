import type { AccessRule } from '../../../intent/generated/gateway-intent.ts';
import { escapeRegex } from '../../istio-api/string-match.ts';

const quoted = (text: string): string => JSON.stringify(text);
const either = (terms: readonly string[]): string => (terms.length === 1 ? (terms[0] as string) : `(${terms.join(' || ')})`);
const not = (term: string): string => (term.startsWith('(') ? `!${term}` : `!(${term})`);

/** The conditions of a rule on the request itself as one CEL expression; nothing where there are none. */
export function requestExpression({ to = {}, headers = [] }: Pick<AccessRule, 'to' | 'headers'>): string | undefined {
  const { methods, notMethods, paths, notPaths } = to;
  const list = (values: readonly string[], term: (value: string) => string): string => either(values.map(term));
  const conditions = [
    ...(methods === undefined ? [] : [list(methods, methodTerm)]),
    ...(notMethods === undefined ? [] : [not(list(notMethods, methodTerm))]),
    ...(paths === undefined ? [] : [list(paths, pathTerm)]),
    ...(notPaths === undefined ? [] : [not(list(notPaths, pathTerm))]),
    ...headers.map(({ name, values, notValues }) => {
      const term = (value: string): string => headerTerm(name, value);
      return values === undefined ? not(list(notValues ?? [], term)) : list(values, term);
    }),
  ];
  return conditions.length === 0 ? undefined : conditions.join(' && ');
}

const methodTerm = (method: string): string => globTerm('request.method', method);

/** Headers have lower-case names there; one that is absent has no value. */
function headerTerm(name: string, value: string): string {
  const key = quoted(name.toLowerCase());
  const present = `${key} in request.headers`;
  return value === '*' ? present : `(${present} && ${globTerm(`request.headers[${key}]`, value)})`;
}

/** Istio's templates have `{*}` for one segment and `{**}` for any number of them. */
function pathTerm(path: string): string {
  if (!path.includes('{')) return globTerm('request.url_path', path);
  const parts = path.split(/(\{\*\*?\})/).map((part) => (part === '{*}' ? '[^/]+' : part === '{**}' ? '.*' : escapeRegex(part)));
  return `request.url_path.matches(${quoted(`^${parts.join('')}$`)})`;
}

/** A value, `prefix*`, `*suffix`, or `*` for any. */
function globTerm(subject: string, glob: string): string {
  if (glob === '*') return `${subject} != ""`;
  if (glob.endsWith('*')) return `${subject}.startsWith(${quoted(glob.slice(0, -1))})`;
  if (glob.startsWith('*')) return `${subject}.endsWith(${quoted(glob.slice(1))})`;
  return `${subject} == ${quoted(glob)}`;
}
