import { below, type Field } from '../field.ts';
import { asList, asNumber, asRecord, asText, asTexts, isSet, type Loose } from '../loose.ts';
import type { HeaderChange, HeaderOperations, Redirect, Rewrite } from '../routes/http-rule.ts';

const nothing: HeaderChange = { set: new Map(), add: new Map(), remove: [] };

/** The header filters of a rule or backend; of several of one kind the last counts. */
export function readHeaderFilters(filters: readonly Loose[], field: Field): HeaderOperations | undefined {
  const request = filters.findLast(({ type }) => type === 'RequestHeaderModifier');
  const response = filters.findLast(({ type }) => type === 'ResponseHeaderModifier');
  if (!request && !response) return undefined;
  return {
    request: request ? readChange(asRecord(request.requestHeaderModifier)) : nothing,
    response: response ? readChange(asRecord(response.responseHeaderModifier)) : nothing,
    field,
  };
}

function readChange(change: Loose): HeaderChange {
  return { set: readHeaders(change.set), add: readHeaders(change.add), remove: asTexts(change.remove) };
}

/** Names in lower case; what comes first counts. Envoy gets them in the order of their names. */
function readHeaders(list: unknown): ReadonlyMap<string, string> {
  const entries = asList(list)
    .map(asRecord)
    .map(({ name, value }) => [asText(name).toLowerCase(), asText(value)] as const);
  return new Map([...entries].reverse().sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

export function readRedirectFilter(filter: Loose, field: Field): Redirect {
  const redirect = asRecord(filter.requestRedirect);
  const path = asRecord(redirect.path);
  const scheme = asText(redirect.scheme);
  return {
    scheme,
    authority: asText(redirect.hostname),
    path:
      path.type === 'ReplaceFullPath'
        ? { kind: 'full', value: asText(path.replaceFullPath) }
        : path.type === 'ReplacePrefixMatch'
          ? { kind: 'prefix', value: asText(path.replacePrefixMatch) }
          : undefined,
    port: isSet(redirect.port) ? asNumber(redirect.port) : scheme === '' ? 'request' : 'protocol',
    code: asNumber(redirect.statusCode) || 302,
    field,
  };
}

/** A prefix is replaced by whole segments; a full path is a regular expression that takes everything. */
export function readRewriteFilter(filter: Loose, field: Field): Rewrite | undefined {
  const rewrite = asRecord(filter.urlRewrite);
  const path = asRecord(rewrite.path);
  const prefix = path.type === 'ReplacePrefixMatch' ? asText(path.replacePrefixMatch).replace(/\/$/, '') || '/' : '';
  const regex = path.type === 'ReplaceFullPath' ? { match: '/.*', substitution: asText(path.replaceFullPath) } : undefined;
  const authority = asText(rewrite.hostname);
  return prefix === '' && !regex && authority === '' ? undefined : { uri: prefix, authority, regex, field };
}

/** The share of requests that a mirror gets, in percent. */
export function mirrorPercent({ percent, fraction }: Loose): number {
  if (isSet(fraction)) {
    const { numerator, denominator } = asRecord(fraction);
    return (100 * (asNumber(numerator) ?? 0)) / (asNumber(denominator) ?? 100);
  }
  return isSet(percent) ? (asNumber(percent) ?? 0) : 100;
}

/** Where in the object a filter is written. */
export function filterField(field: Field, index: number): Field {
  return below(field, 'filters', index);
}
