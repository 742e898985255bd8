import type { Item } from '../../krm/item.ts';
import { perWorld } from '../per-world.ts';
import type { Finding } from '../rule.ts';
import { at, deep, isSet, length, list, members, number, rootOf, type Spot, text, wrong } from '../spot.ts';
import { isDnsLabel } from '../syntax/domain.ts';
import { isLabelKey, isLabelValue } from '../syntax/label.ts';

export interface ServiceEntry {
  readonly spec: Spot;
  readonly resolution: string;
  /** istiod gives the hosts addresses of its own. */
  readonly allocates: boolean;
}

export const serviceEntries = perWorld((world): readonly ServiceEntry[] =>
  world.ofKind('networking.istio.io', 'ServiceEntry').map((item) => {
    const root = rootOf(item);
    const spec = at(root, 'spec');
    const resolution = text(at(spec, 'resolution')) || 'NONE';
    const allowed = text(deep(root, 'metadata', 'labels', 'networking.istio.io/enable-autoallocate-ip')).toLowerCase() !== 'false';
    return { spec, resolution, allocates: resolution !== 'NONE' && allowed };
  }),
);

/** A workload entry: an object of its own, an endpoint of a ServiceEntry, or a template. */
export interface Endpoint {
  readonly spot: Spot;
  /** Which checks of istiod it gets: `other` are endpoints that the resolution has no use for. */
  readonly kind: 'entry' | 'static' | 'dns' | 'other';
  /** Names of the ports of its ServiceEntry. */
  readonly servicePorts: ReadonlySet<string> | undefined;
}

export const endpoints = perWorld((world): readonly Endpoint[] => [
  ...world
    .ofKind('networking.istio.io', 'WorkloadEntry')
    .map((item): Endpoint => ({ spot: at(rootOf(item), 'spec'), kind: 'entry', servicePorts: undefined })),
  ...serviceEntries(world).flatMap(({ spec, resolution }) => {
    const servicePorts = new Set(list(spec, 'ports').map((port) => text(at(port, 'name'))));
    const kind = resolution === 'STATIC' ? 'static' : resolution.startsWith('DNS') ? 'dns' : 'other';
    return list(spec, 'endpoints')
      .filter(isSet)
      .map((spot): Endpoint => ({ spot, kind, servicePorts }));
  }),
]);

/** What is wrong with a WorkloadGroup. */
export function* workloadGroupFindings(item: Item): Iterable<Finding> {
  const spec = at(rootOf(item), 'spec');
  for (const port of members(deep(spec, 'template', 'ports')))
    if (!isDnsLabel(port.key) || port.key.length > 62)
      yield wrong(port, `must have a DNS label of at most 62 characters as name, not ${JSON.stringify(port.key)}`);
  if (isSet(spec) && !isSet(at(spec, 'template'))) yield wrong(at(spec, 'template'), 'must be set');
  for (const label of members(deep(spec, 'metadata', 'labels')))
    if (!isLabelKey(label.key) || !isLabelValue(text(label)))
      yield wrong(label, `must be a label, not ${JSON.stringify(`${label.key}: ${text(label)}`)}`);
  const probe = at(spec, 'probe');
  if (!isSet(probe)) return;
  for (const name of ['periodSeconds', 'initialDelaySeconds', 'timeoutSeconds', 'successThreshold', 'failureThreshold'])
    if (number(at(probe, name)) < 0) yield wrong(at(probe, name), `must not be negative: ${number(at(probe, name))}`);
  const method = ['httpGet', 'tcpSocket', 'exec'].find((name) => isSet(at(probe, name)));
  if (method === undefined) yield wrong(probe, 'must have `httpGet`, `tcpSocket` or `exec`');
  const command = deep(probe, 'exec', 'command');
  if (method === 'exec' && length(command) === 0) yield wrong(command, 'must have at least one entry');
  const scheme = deep(probe, 'httpGet', 'scheme');
  if (!['', 'HTTP', 'HTTPS'].includes(text(scheme))) yield wrong(scheme, `must be "HTTP" or "HTTPS", not ${JSON.stringify(text(scheme))}`);
  for (const name of list(at(probe, 'httpGet'), 'httpHeaders').map((header) => at(header, 'name')))
    if (!/^[-A-Za-z0-9]+$/.test(text(name)))
      yield wrong(name, `must be a header name of letters, digits and dashes, not ${JSON.stringify(text(name))}`);
}
