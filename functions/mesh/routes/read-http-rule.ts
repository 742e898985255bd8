import { below, type Field } from '../field.ts';
import { asLabels, asList, asNumber, asRecord, asText, asTexts, isSet, type Loose } from '../loose.ts';
import type {
  Destination,
  DirectResponse,
  HeaderChange,
  HeaderOperations,
  HttpMatch,
  HttpRule,
  Mirror,
  Redirect,
  Rewrite,
} from './http-rule.ts';
import { type StringMatch, stringMatch } from './string-match.ts';

/** How the names that an object writes become full ones. */
export interface Names {
  host(written: string): string;
  gateway(written: string): string;
}

export function readHttpRule(value: unknown, field: Field, names: Names): HttpRule {
  const rule = asRecord(value);
  const block = (name: string) => (isSet(rule[name]) ? asRecord(rule[name]) : undefined);
  return {
    name: asText(rule.name),
    matches: asList(rule.match).map((match, index) => readMatch(asRecord(match), below(field, 'match', index), names)),
    redirect: isSet(rule.redirect) ? readRedirect(asRecord(rule.redirect), below(field, 'redirect')) : undefined,
    directResponse: isSet(rule.directResponse)
      ? readDirectResponse(asRecord(rule.directResponse), below(field, 'directResponse'))
      : undefined,
    destinations: asList(rule.route).map((route, index) => readDestination(route, below(field, 'route', index), names)),
    delegate: isSet(rule.delegate) ? readDelegate(asRecord(rule.delegate), below(field, 'delegate')) : undefined,
    rewrite: isSet(rule.rewrite) ? readRewrite(asRecord(rule.rewrite), below(field, 'rewrite')) : undefined,
    headers: readHeaders(rule.headers, below(field, 'headers')),
    timeout: asText(rule.timeout) || undefined,
    retries: block('retries'),
    fault: block('fault'),
    mirrors: readMirrors(rule, field, names),
    cors: block('corsPolicy'),
    field,
    root: undefined,
  };
}

/** An entry of `route` of http, tls or tcp rules. */
export function readDestination(value: unknown, field: Field, names: Names): Destination {
  const route = asRecord(value);
  return {
    ...readTarget(route.destination, below(field, 'destination'), names),
    weight: asNumber(route.weight) ?? 0,
    headers: readHeaders(route.headers, below(field, 'headers')),
  };
}

function readTarget(value: unknown, field: Field, names: Names): Destination {
  const target = asRecord(value);
  return {
    host: names.host(asText(target.host)),
    subset: asText(target.subset),
    port: asNumber(asRecord(target.port).number) ?? 0,
    weight: 0,
    headers: undefined,
    field,
  };
}

function readMatch(match: Loose, field: Field, names: Names): HttpMatch {
  const ignoreUriCase = match.ignoreUriCase === true;
  const uri = optional(match.uri);
  return {
    name: asText(match.name),
    uri: uri && ignoreUriCase && uri.kind !== 'present' ? { ...uri, ignoreCase: true } : uri,
    ignoreUriCase,
    scheme: optional(match.scheme),
    method: optional(match.method),
    authority: optional(match.authority),
    headers: readMatches(match.headers),
    withoutHeaders: readMatches(match.withoutHeaders),
    queryParams: readMatches(match.queryParams),
    port: asNumber(match.port) ?? 0,
    sourceLabels: asLabels(match.sourceLabels),
    sourceNamespace: asText(match.sourceNamespace),
    gateways: asTexts(match.gateways).map(names.gateway),
    field,
  };
}

function optional(value: unknown): StringMatch | undefined {
  return isSet(value) ? stringMatch(value) : undefined;
}

function readMatches(value: unknown): ReadonlyMap<string, StringMatch> {
  return new Map(Object.entries(asRecord(value)).map(([name, match]) => [name, stringMatch(match)]));
}

function readRedirect(redirect: Loose, field: Field): Redirect {
  const prefix = asText(redirect.prefixRewrite);
  const uri = asText(redirect.uri);
  const derive = redirect.derivePort;
  return {
    scheme: asText(redirect.scheme),
    authority: asText(redirect.authority),
    path: prefix !== '' ? { kind: 'prefix', value: prefix } : uri !== '' ? { kind: 'full', value: uri } : undefined,
    port: isSet(derive) ? (derive === 'FROM_REQUEST_PORT' ? 'request' : 'protocol') : asNumber(redirect.port),
    code: asNumber(redirect.redirectCode) || 301,
    field,
  };
}

function readDirectResponse(response: Loose, field: Field): DirectResponse {
  const body = asRecord(response.body);
  return {
    status: asNumber(response.status) ?? 0,
    body: isSet(body.string) ? asText(body.string) : Buffer.from(asText(body.bytes), 'base64').toString('utf8'),
    field,
  };
}

function readDelegate(delegate: Loose, field: Field): HttpRule['delegate'] {
  return { name: asText(delegate.name), namespace: asText(delegate.namespace), field };
}

function readRewrite(rewrite: Loose, field: Field): Rewrite {
  const regex = asRecord(rewrite.uriRegexRewrite);
  return {
    uri: asText(rewrite.uri),
    authority: asText(rewrite.authority),
    regex: isSet(rewrite.uriRegexRewrite) ? { match: asText(regex.match), substitution: asText(regex.rewrite) } : undefined,
    field,
  };
}

function readHeaders(value: unknown, field: Field): HeaderOperations | undefined {
  if (!isSet(value)) return undefined;
  const headers = asRecord(value);
  return { request: readChange(headers.request), response: readChange(headers.response), field };
}

/** Envoy gets the headers in the order of their names. */
function readChange(value: unknown): HeaderChange {
  const change = asRecord(value);
  const sorted = (entries: unknown) => new Map(Object.entries(asLabels(entries)).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  return { set: sorted(change.set), add: sorted(change.add), remove: asTexts(change.remove) };
}

function readMirrors(rule: Loose, field: Field, names: Names): readonly Mirror[] {
  const list = asList(rule.mirrors).flatMap((value, index) => {
    const mirror = asRecord(value);
    if (!isSet(mirror.destination)) return [];
    const at = below(field, 'mirrors', index, 'destination');
    return [{ destination: readTarget(mirror.destination, at, names), percent: percentOf(mirror.percentage) }];
  });
  if (!isSet(rule.mirror)) return list;
  const percent = isSet(rule.mirrorPercentage) ? percentOf(rule.mirrorPercentage) : (asNumber(rule.mirrorPercent) ?? 100);
  return [{ destination: readTarget(rule.mirror, below(field, 'mirror'), names), percent }, ...list];
}

function percentOf(value: unknown): number {
  return isSet(value) ? (asNumber(asRecord(value).value) ?? 0) : 100;
}
