import type { HttpMatch } from './http-rule.ts';
import type { StringMatch } from './string-match.ts';

/** A match of a delegate under one of its root: its own conditions, and those of the root that it leaves open. */
export function mergeMatches(root: HttpMatch, own: HttpMatch): HttpMatch {
  return {
    ...own,
    name: own.name === '' ? root.name : root.name === '' ? own.name : `${root.name}-${own.name}`,
    uri: own.uri ?? root.uri,
    scheme: own.scheme ?? root.scheme,
    method: own.method ?? root.method,
    authority: own.authority ?? root.authority,
    headers: new Map([...root.headers, ...own.headers]),
    withoutHeaders: new Map([...root.withoutHeaders, ...own.withoutHeaders]),
    queryParams: new Map([...root.queryParams, ...own.queryParams]),
    port: own.port || root.port,
    sourceLabels: { ...root.sourceLabels, ...own.sourceLabels },
    sourceNamespace: own.sourceNamespace || root.sourceNamespace,
    gateways: own.gateways.length > 0 ? own.gateways : root.gateways,
  };
}

/** Whether a match of a delegate is outside of one of its root, by istiod's own test (`hasConflict`). */
export function matchesConflict(root: HttpMatch, own: HttpMatch): boolean {
  return (
    textsConflict(root.uri, own.uri) ||
    textsConflict(root.scheme, own.scheme) ||
    textsConflict(root.method, own.method) ||
    textsConflict(root.authority, own.authority) ||
    mapsConflict(root.headers, own.headers) ||
    mapsConflict(root.withoutHeaders, own.withoutHeaders) ||
    mapsConflict(root.queryParams, own.queryParams) ||
    root.ignoreUriCase !== own.ignoreUriCase ||
    (root.port > 0 && own.port > 0 && root.port !== own.port) ||
    (root.sourceNamespace !== '' && own.sourceNamespace !== root.sourceNamespace) ||
    Object.entries(own.sourceLabels).some(([key, value]) => key in root.sourceLabels && root.sourceLabels[key] !== value) ||
    gatewaysConflict(root.gateways, own.gateways)
  );
}

function mapsConflict(root: ReadonlyMap<string, StringMatch>, own: ReadonlyMap<string, StringMatch>): boolean {
  return [...own].some(([name, match]) => textsConflict(root.get(name), match));
}

function gatewaysConflict(root: readonly string[], own: readonly string[]): boolean {
  return root.length > 0 && own.length > 0 && (root.length < own.length || own.some((gateway) => !root.includes(gateway)));
}

function textsConflict(root: StringMatch | undefined, own: StringMatch | undefined): boolean {
  if (!root || !own) return false;
  const left = parts(root);
  const right = parts(own);
  if (left.regex !== '' && (right.regex || right.prefix || right.exact)) return true;
  if (right.regex !== '' && (left.regex || left.prefix || left.exact)) return true;
  if (left.exact !== '') return right.prefix !== '' || right.exact !== left.exact;
  if (left.prefix !== '' && right.prefix !== '') return !right.prefix.startsWith(left.prefix);
  if (left.prefix !== '' && right.exact !== '') return !right.exact.startsWith(left.prefix);
  return true;
}

function parts(match: StringMatch): { exact: string; prefix: string; regex: string } {
  const of = (kind: string) => (match.kind === kind && match.kind !== 'present' ? match.value : '');
  return { exact: of('exact'), prefix: of('prefix'), regex: of('regex') };
}
