import { below, type Field } from '../field.ts';
import { asList, asRecord, asText, isSet, type Loose } from '../loose.ts';
import type { HttpMatch, HttpRule, Mirror } from '../routes/http-rule.ts';
import { type BackendParts, readBackend, readBackends, weightSum } from './backends.ts';
import { type Extension, readExtension } from './extension.ts';
import { filterField, mirrorPercent, readHeaderFilters, readRedirectFilter, readRewriteFilter } from './filters.ts';
import { readGrpcMatch, readHttpMatch } from './matches.ts';

const supported = new Set(['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect', 'RequestMirror', 'URLRewrite', 'CORS']);

/** The rules of an HTTPRoute or GRPCRoute, one for every match; a text where the whole route is void. */
export function readRules(spec: Loose, root: Field, parts: BackendParts): readonly HttpRule[] | string {
  const rules: HttpRule[] = [];
  for (const [index, value] of asList(spec.rules).entries()) {
    const read = readRule(asRecord(value), below(root, 'rules', index), index, parts);
    if (typeof read === 'string') return read;
    rules.push(...read);
  }
  return rules;
}

function readRule(rule: Loose, field: Field, index: number, parts: BackendParts): readonly HttpRule[] | string {
  const { route, namespace } = parts;
  const filters = asList(rule.filters).map(asRecord);
  const extension = filters.find(({ type }) => type === 'ExtensionRef');
  const known = extension ? readExtension(asRecord(extension.extensionRef), parts) : undefined;
  const unknown = filters.find(({ type }) => !supported.has(asText(type)) && !(type === 'ExtensionRef' && known));
  if (unknown) return `filter \`${asText(unknown.type)}\` is not supported`;
  const backends = readBackends(rule.backendRefs, field, parts);
  if ('broken' in backends) return backends.broken;
  const redirect = filters.findIndex(({ type }) => type === 'RequestRedirect');
  const base: Omit<HttpRule, 'matches'> = {
    ...bare,
    name: asText(rule.name) || `${namespace}.${route.id.name}.${index}`,
    redirect: redirect < 0 ? undefined : readRedirectFilter(filters[redirect] ?? {}, filterField(field, redirect)),
    ...answerOf(rule, field, redirect >= 0, known),
    destinations: backends.destinations,
    rewrite: rewriteOf(filters, field, known),
    headers: readHeaderFilters(filters, below(field, 'filters')),
    ...patience(rule),
    mirrors: mirrorsOf(filters, field, parts),
    cors: filters.some(({ type }) => type === 'CORS') ? asRecord(filters.find(({ type }) => type === 'CORS')?.cors) : undefined,
    field,
  };
  return matchesOf(rule, field, route.id.kind).map((match) => ({ ...base, matches: [match] }));
}

const bare = { delegate: undefined, fault: undefined, root: undefined };

/** Without a backend that has a weight, the answer is 500. */
function answerOf(rule: Loose, field: Field, redirects: boolean, extension: Extension | undefined): Pick<HttpRule, 'directResponse'> {
  if (extension?.response) return { directResponse: extension.response };
  const empty = !redirects && weightSum(rule.backendRefs) === 0;
  return { directResponse: empty ? { status: 500, body: '', field } : undefined };
}

function rewriteOf(filters: readonly Loose[], field: Field, extension: Extension | undefined): HttpRule['rewrite'] {
  const index = filters.findLastIndex(({ type }) => type === 'URLRewrite');
  const own = index < 0 ? undefined : readRewriteFilter(filters[index] ?? {}, filterField(field, index));
  return extension?.rewrite ? { ...extension.rewrite, authority: extension.rewrite.authority || (own?.authority ?? '') } : own;
}

function mirrorsOf(filters: readonly Loose[], field: Field, parts: BackendParts): readonly Mirror[] {
  return filters.flatMap((filter, index) => {
    if (filter.type !== 'RequestMirror') return [];
    const mirror = asRecord(filter.requestMirror);
    const ref = asRecord(mirror.backendRef);
    const destination = readBackend(ref, filterField(field, index), parts);
    return typeof destination === 'string' || destination.host === '' || isMissing(ref, parts)
      ? []
      : [{ destination, percent: mirrorPercent(mirror) }];
  });
}

/** Copies for a Service that does not exist are not made. */
function isMissing(ref: Loose, { objects, namespaces, namespace }: BackendParts): boolean {
  const owner = asText(ref.namespace) || namespace;
  return namespaces.isClosed(owner) && objects.find('', 'Service', owner, asText(ref.name)) === undefined;
}

function patience(rule: Loose): Pick<HttpRule, 'timeout' | 'retries'> {
  const { request, backendRequest } = asRecord(rule.timeouts);
  const own = (value: unknown) => (asText(value) === '' || /^0+(ms|s|m|h)$/.test(asText(value)) ? undefined : asText(value));
  const retry = isSet(rule.retry) ? asRecord(rule.retry) : undefined;
  if (!retry) return { timeout: own(backendRequest) ?? own(request), retries: undefined };
  return {
    timeout: own(request),
    retries: { attempts: retry.attempts ?? 2, perTryTimeout: own(backendRequest), retryOn: asList(retry.codes).join(',') },
  };
}

/** Without any, the API server fills in one for all paths. */
function matchesOf(rule: Loose, field: Field, kind: string): readonly HttpMatch[] {
  const written = asList(rule.matches).map(asRecord);
  const read = kind === 'GRPCRoute' ? readGrpcMatch : readHttpMatch;
  if (written.length === 0) return kind === 'GRPCRoute' ? [read({}, field)] : [readHttpMatch({}, field)];
  return written.map((match, index) => read(match, below(field, 'matches', index)));
}
