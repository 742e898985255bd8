import type { EgressHost, EgressPort, EgressSource, EgressUse, Facts, Gateway } from '../../../intent/model.ts';
import { hopOf } from '../../../intent/resolve/egress-servers.ts';
import { groupBy } from '../../../krm/group-by.ts';
import type { Made } from '../../made.ts';
import type { PodPorts } from '../pod-ports.ts';
import { egressOwners, firstUse } from './names.ts';
import { useParts } from './parts.ts';

/**
 * Who may reach which host through an egress gateway. Seeing a host is not being allowed to reach it, and an ALLOW policy refuses everything that it does
 * not name, so there is one policy with a rule for every entry.
 */
export function egressAccess(gateway: Gateway, hosts: readonly EgressHost[], facts: Facts, podPorts: PodPorts): Made[] {
  const own = hosts.flatMap((host) => host.ports.filter((port) => port.gateway === gateway.key).map((port) => ({ host, port })));
  const plain = gateway.spec.hopTLS === 'None' && own.every(({ port }) => port.uses.every(({ entry }) => !entry.methods && !entry.paths));
  if (gateway.management === 'External' || own.length === 0 || plain) return [];
  const rules = distinct(
    own.flatMap(({ host, port }) => port.uses.map((use) => ({ use, rule: rule(gateway, host, port, use, facts, podPorts) }))),
  );
  return [
    {
      object: {
        apiVersion: 'security.istio.io/v1',
        kind: 'AuthorizationPolicy',
        metadata: { name: `${gateway.name}-allow`, namespace: gateway.workload.namespace },
        spec: {
          selector: { matchLabels: gateway.workload.selector },
          action: 'ALLOW',
          rules: rules.map((one) => one.rule),
        },
      },
      origin: {
        ...firstUse(own[0]?.port).origin,
        parts: useParts(
          ['spec', 'rules'],
          rules.map(({ use }) => use),
        ),
      },
      owners: [...new Set([gateway.intent.item, ...egressOwners(own.map(({ port }) => port))])],
    },
  ];
}

const distinct = <T extends { readonly rule: object }>(rules: readonly T[]): T[] =>
  [...groupBy(rules, ({ rule: one }) => JSON.stringify(one)).values()].flatMap(([first]) => first ?? []);

function rule(gateway: Gateway, host: EgressHost, port: EgressPort, use: EgressUse, facts: Facts, podPorts: PodPorts): object {
  const isHTTP = port.family === 'http';
  const hop = hopOf(gateway, port);
  const named = hop === 'plain' && !isHTTP ? undefined : [host.serviceHost];
  return {
    from: hop === 'mesh' ? sources(use.from, facts) : undefined,
    to: [
      {
        operation: {
          hosts: isHTTP ? [host.serviceHost, `${host.serviceHost}:*`] : undefined,
          ports: podPorts(gateway, port.port).map(String),
          methods: use.entry.methods,
          paths: use.entry.paths,
        },
      },
    ],
    when: isHTTP || named === undefined ? undefined : [{ key: 'connection.sni', values: named }],
  };
}

/** Namespaces and service accounts as identities; nothing where everybody may. */
function sources(from: readonly EgressSource[], { trustDomain }: Facts): object[] | undefined {
  if (from.some(({ namespace, serviceAccounts }) => namespace === '*' && serviceAccounts === undefined)) return undefined;
  const namespaces = from.filter(({ serviceAccounts }) => serviceAccounts === undefined).map(({ namespace }) => namespace);
  const principals = from.flatMap(({ namespace, serviceAccounts = [] }) =>
    serviceAccounts.map((account) => (namespace === '*' ? `*/sa/${account}` : `${trustDomain}/ns/${namespace}/sa/${account}`)),
  );
  return [...(namespaces.length > 0 ? [{ source: { namespaces } }] : []), ...(principals.length > 0 ? [{ source: { principals } }] : [])];
}
