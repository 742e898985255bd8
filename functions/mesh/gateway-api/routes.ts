import { groupBy } from '../../krm/group-by.ts';
import type { Item } from '../../krm/item.ts';
import { type Age, byText } from '../age.ts';
import type { Field } from '../field.ts';
import type { MayHold } from '../inventory/mentions.ts';
import { asRecord, asTexts } from '../loose.ts';
import type { HttpMatch, HttpRule } from '../routes/http-rule.ts';
import type { VirtualService } from '../routes/virtual-services.ts';
import { attachments, isForListener, parentsOf } from './attach.ts';
import { connectionParts } from './connection-routes.ts';
import { group, type Implementation } from './implementation.ts';
import type { Attachment, Parent } from './parent.ts';
import { byPrecedence } from './precedence.ts';
import { type Around, backendParts, bareRule, type Part, type Route, serviceParents } from './route-parts.ts';
import { readRules } from './rules.ts';

/** What the routes of the Gateway API come to. */
export interface GatewayApiRoutes {
  readonly virtualServices: readonly VirtualService[];
  readonly attachments: readonly Attachment[];
  /** Routes that are void as a whole, with the reason. */
  readonly broken: readonly { readonly route: Item; readonly because: string }[];
}

/** All routes, as istiod makes VirtualServices of them (`route_collections.go`); or those that may hold what is asked for. */
export function gatewayApiRoutes(parents: readonly Parent[], around: Around, test?: MayHold): GatewayApiRoutes {
  const find = parentsOf(parents);
  const { objects } = around;
  const ofKind = (kind: string) => (test ? [...objects.mentioning(group, kind, test)] : objects.ofKind(group, kind));
  const ofKinds = (kinds: readonly string[]) => kinds.flatMap(ofKind);
  const found: Attachment[] = [];
  const broken: { route: Item; because: string }[] = [];
  const parts = (items: readonly Item[], make: (route: Route) => readonly Part[] | string) =>
    items.flatMap((item) => {
      const namespace = objects.namespaceOf(item);
      const attached = attachments(item, namespace, find);
      found.push(...attached);
      const made = make({
        item,
        namespace,
        spec: asRecord(item.object.spec),
        attached: attached.filter(({ refused }) => refused === undefined),
        around,
      });
      if (typeof made !== 'string') return made;
      broken.push({ route: item, because: made });
      return [];
    });
  const http = merged(parts(ofKinds(['HTTPRoute', 'GRPCRoute']), httpParts));
  const connections = parts(ofKinds(['TLSRoute', 'TCPRoute']), connectionParts).map(({ virtualService }) => virtualService);
  return { virtualServices: [...http, ...connections], attachments: found, broken };
}

function httpParts(route: Route): readonly Part[] | string {
  const { item, namespace, spec, attached } = route;
  const root: Field = { item, path: ['spec'] };
  const hosts = asTexts(spec.hostnames).length > 0 ? asTexts(spec.hostnames) : ['*'];
  const rules = attached.length === 0 ? [] : readRules(spec, root, backendParts(route, true));
  if (typeof rules === 'string') return rules;
  const atGateways = attached.flatMap((attachment) =>
    hosts
      .filter((host) => isForListener(host, attachment))
      .map((host) =>
        part(
          route,
          `${attachment.parent.internalName}/${host}`,
          host,
          attachment.parent.internalName,
          attachment.parent.implementation,
          rules,
        ),
      ),
  );
  const services = serviceParents(route);
  const inside = services.length === 0 ? [] : readRules(spec, root, backendParts(route, false));
  if (typeof inside === 'string') return inside;
  const inMesh = services.flatMap(({ hosts: names, port }) =>
    names.map((host) => part(route, `${namespace}${port === 0 ? '' : `/${port}`}/${host}`, host, 'mesh', 'istio', onPort(inside, port))),
  );
  return [...atGateways, ...inMesh];
}

function part(route: Route, key: string, host: string, gateway: string, implementation: Implementation, http: readonly HttpRule[]): Part {
  return {
    key: `${gateway === 'mesh' ? 'mesh ' : ''}${key}`,
    implementation,
    virtualService: { ...bareRule(route, host, gateway), name: key.replaceAll('/', '~'), http },
  };
}

function onPort(rules: readonly HttpRule[], port: number): readonly HttpRule[] {
  if (port === 0) return rules;
  return rules.map((rule) => ({ ...rule, matches: rule.matches.map((match): HttpMatch => ({ ...match, port })) }));
}

/** Routes of one listener and host are one list, in the order of the API; of equal ones the oldest route comes first. */
function merged(parts: readonly Part[]): readonly VirtualService[] {
  return [...groupBy(parts, ({ key }) => key).values()].flatMap((same) => {
    const sorted = [...same].sort((a, b) => byRouteAge(a.virtualService, b.virtualService));
    const [first] = sorted;
    if (!first) return [];
    const rules = sorted.flatMap(({ virtualService }) => virtualService.http);
    const http = [...rules].sort((a, b) => byPrecedence(a, b, first.implementation));
    const age: Age = { ...first.virtualService.age, name: first.virtualService.name };
    return [{ ...first.virtualService, http, age }];
  });
}

/** Unlike other objects, routes compare namespaces before names. */
function byRouteAge(a: VirtualService, b: VirtualService): number {
  return byText(a.age.created ?? '~', b.age.created ?? '~') || byText(a.namespace, b.namespace) || byText(a.item.id.name, b.item.id.name);
}
