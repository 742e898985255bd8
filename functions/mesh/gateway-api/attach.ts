import { overlaps } from '../../hosts/host-name.ts';
import { groupBy } from '../../krm/group-by.ts';
import type { Item } from '../../krm/item.ts';
import { below, type Field } from '../field.ts';
import { asList, asNumber, asRecord, asText, asTexts, type Loose } from '../loose.ts';
import { group } from './implementation.ts';
import type { Attachment, Parent } from './parent.ts';

/** Finds the listeners that routes may mean, by the object that they name. */
export type ParentsOf = (kind: string, namespace: string, name: string) => readonly Parent[];

export function parentsOf(parents: readonly Parent[]): ParentsOf {
  const byOwner = groupBy(parents, ({ kind, namespace, item }) => `${kind} ${namespace}/${item.id.name}`);
  return (kind, namespace, name) => byOwner.get(`${kind} ${namespace}/${name}`) ?? [];
}

/** Every `parentRefs` entry of a route with every listener of what it names (`conversion.go` extractParentReferenceInfo). */
export function attachments(route: Item, namespace: string, parents: ParentsOf): readonly Attachment[] {
  const spec = asRecord(route.object.spec);
  const hostnames = asTexts(spec.hostnames);
  const root: Field = { item: route, path: ['spec'] };
  return asList(spec.parentRefs).flatMap((entry, index) => {
    const ref = asRecord(entry);
    const kind = asText(ref.kind) || 'Gateway';
    if ((ref.group ?? group) !== group) return [];
    const candidates = parents(kind, asText(ref.namespace) || namespace, asText(ref.name));
    return candidates.map(
      (parent): Attachment => ({
        route,
        field: below(root, 'parentRefs', index),
        parent,
        refused: refusal(ref, parent, { kind: route.id.kind, namespace, hostnames }),
        rivals: rivalsOf(parent, candidates),
      }),
    );
  });
}

interface RouteFacts {
  readonly kind: string;
  readonly namespace: string;
  readonly hostnames: readonly string[];
}

/** Why a listener does not take a route. */
function refusal(ref: Loose, parent: Parent, { kind, namespace, hostnames }: RouteFacts): string | undefined {
  const port = asNumber(ref.port);
  const section = asText(ref.sectionName);
  if (port !== undefined && port !== parent.port) return `it listens on port ${parent.port}, not ${port}`;
  if (section !== '' && section !== parent.section) return `it is listener "${parent.section}", not "${section}"`;
  const wanted = hostnames.length > 0 ? hostnames : ['*'];
  const fitting = parent.hosts.filter((host) => wanted.some((hostname) => overlaps(host.name, hostname)));
  if (fitting.length === 0)
    return `its hostname "${parent.hostname}" has nothing in common with ${wanted.map((host) => `"${host}"`).join(', ')}`;
  if (!fitting.some((host) => host.namespace === undefined || host.namespace === namespace))
    return `it takes no routes of namespace "${namespace}" (\`allowedRoutes\`)`;
  return parent.allowedKinds.includes(kind) ? undefined : `it takes ${parent.allowedKinds.join(', ') || 'no routes'}, and no ${kind}`;
}

function rivalsOf(parent: Parent, candidates: readonly Parent[]): readonly string[] {
  const beside = candidates.filter((other) => other !== parent && other.port === parent.port && other.protocol === parent.protocol);
  return beside.map(({ hostname }) => hostname).filter((hostname) => hostname !== parent.hostname);
}

/** Whether a hostname of a route is for this listener, and not for one beside it that fits better (`hostnameAllowedByIsolation`). */
export function isForListener(hostname: string, { parent, rivals }: Attachment): boolean {
  const own = parent.hostname;
  if (own !== '' && !own.startsWith('*')) return true;
  if (own !== '' && !overlaps(hostname, own)) return false;
  return !rivals.some((rival) => own.length <= rival.length && isSubset(hostname, rival));
}

function isSubset(hostname: string, rival: string): boolean {
  if (!rival.startsWith('*')) return hostname === rival;
  return hostname.startsWith('*')
    ? hostname.length >= rival.length && hostname.slice(1).endsWith(rival.slice(1))
    : hostname.endsWith(rival.slice(1));
}
