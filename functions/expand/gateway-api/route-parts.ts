import type { Path } from '../../diagnostics/path.ts';
import type { Backend, Exposure, Gateway } from '../../intent/model.ts';
import type { Origin, OriginPart } from '../../krm/item.ts';
import type { KubeObject } from '../../krm/kube-object.ts';
import { hostParts } from '../istio-api/virtual-service-parts.ts';
import type { Rule } from './http-rules.ts';
import type { Layer4Route } from './layer4-routes.ts';
import type { BuiltRoute } from './route-objects.ts';

const at = ({ item, path }: Origin, ...steps: Path): Origin => ({ item, path: [...path, ...steps] });

/** Where the fields of a route object come from: its hosts, its rules with their conditions, and its backends. */
export function routeParts({ plan, rules, object }: BuiltRoute): OriginPart[] {
  const written = (object.spec as RouteSpec).rules ?? [];
  return [
    ...hostsOf(object, plan.exposures),
    ...rules.flatMap((rule, index) => ruleParts(rule, written[index] ?? {}, ['spec', 'rules', index], plan.gateway)),
  ];
}

/** The only rule of TLS, TCP and UDP. */
export function layer4Parts({ exposure, object }: Layer4Route): OriginPart[] {
  const action = exposure.routes[0]?.action;
  const backends = action?.kind === 'forward' ? action.backends : [];
  return [
    ...hostsOf(object, [exposure]),
    ...backends.flatMap((backend, index) => backendParts(['spec', 'rules', 0, 'backendRefs', index], backend, [])),
  ];
}

interface RouteSpec {
  readonly hostnames?: readonly string[];
  readonly rules?: readonly WrittenRule[];
}
interface WrittenRule {
  readonly filters?: readonly WrittenFilter[] | undefined;
  readonly backendRefs?: readonly { readonly filters?: readonly WrittenFilter[] | undefined }[] | undefined;
}
type WrittenFilter = Readonly<Record<string, unknown>> & { readonly type: string };

const hostsOf = ({ spec }: KubeObject, exposures: readonly Exposure[]): OriginPart[] => [
  ...hostParts((spec as RouteSpec).hostnames ?? [], exposures, ['spec', 'hostnames']),
  ...exposures
    .slice(0, 1)
    .flatMap(({ attachments }) => attachments.slice(0, 1).map(({ origin }) => ({ path: ['spec', 'parentRefs'], origin }))),
];

function ruleParts({ route, exposure, written: matches }: Rule, written: WrittenRule, path: Path, gateway: Gateway): OriginPart[] {
  const inherited = [route.origin, exposure.origin, at(gateway.origin, 'defaults')];
  const backends = route.action.kind === 'forward' ? route.action.backends : [];
  return [
    ...inherited.map((origin) => ({ path, origin })),
    ...inherited.map((origin) => ({ path: [...path, 'timeouts'], origin: at(origin, 'timeout') })),
    { path: [...path, 'matches'], origin: at(route.origin, 'match') },
    ...matches.flatMap((match, index) => (match === undefined ? [] : matchParts([...path, 'matches', index], match.origin))),
    ...filterParts(path, written.filters ?? [], inherited),
    ...backends.flatMap((backend, index) =>
      backendParts([...path, 'backendRefs', index], backend, written.backendRefs?.[index]?.filters ?? []),
    ),
  ];
}

const matchParts = (path: Path, origin: Origin): OriginPart[] => [
  { path, origin },
  { path: [...path, 'path'], origin: at(origin, 'path') },
  { path: [...path, 'queryParams'], origin: at(origin, 'queryParams') },
];

const backendParts = (path: Path, { origin }: Backend, filters: readonly WrittenFilter[]): OriginPart[] => [
  { path, origin },
  ...filterParts(path, filters, [origin]),
];

/** The field of an intent that each type of filter is made for. */
const fieldOf: Readonly<Record<string, string>> = {
  RequestHeaderModifier: 'requestHeaders',
  ResponseHeaderModifier: 'responseHeaders',
  RequestRedirect: 'redirect',
  URLRewrite: 'rewrite',
  RequestMirror: 'mirror',
  CORS: 'cors',
};

function filterParts(path: Path, filters: readonly WrittenFilter[], inherited: readonly Origin[]): OriginPart[] {
  return filters.flatMap((filter, index) => {
    const name = fieldOf[filter.type];
    if (name === undefined) return [];
    const own = `${filter.type.charAt(0).toLowerCase()}${filter.type.slice(1)}`;
    const place = [...path, 'filters', index];
    return inherited.flatMap((origin) => [
      { path: place, origin: at(origin, name) },
      ...headerParts([...place, own], filter[own], at(origin, name)),
    ]);
  });
}

/** Headers are a list with names there, and a map here. */
function headerParts(path: Path, change: unknown, origin: Origin): OriginPart[] {
  const lists = change as Readonly<Record<string, readonly { readonly name?: string }[] | undefined>> | undefined;
  return ['set', 'add'].flatMap((verb) =>
    (lists?.[verb] ?? []).map(({ name = '' }, index) => ({ path: [...path, verb, index], origin: at(origin, verb, name) })),
  );
}
