import { isAddress, isWildcard } from '../../hosts/host-name.ts';
import type { Case, Check } from './egress-check.ts';

/** A Service by its full name, or one of the package by a shorter one. */
function isService({ use: { host }, facts: { clusterDomain }, services }: Case): boolean {
  const [name, namespace, ...rest] = host.split('.');
  return host.endsWith(`.svc.${clusterDomain}`) || (['', 'svc'].includes(rest.join('.')) && services.has(`${namespace}/${name}`));
}

/** Hosts that a way cannot lead to, and those that would take the connections of others. */
export const hostChecks: readonly Check[] = [
  {
    code: 'GI0223',
    field: ['url'],
    when: ({ use }) => use.host === '*',
    message: () => '"*" would be every host: what everybody may reach need not be declared',
    fix: 'name the hosts, or set `policies.outboundTrafficPolicy: ALLOW_ANY`',
  },
  {
    code: 'GI0223',
    field: ['url'],
    when: ({ use: { host } }) => host !== '*' && !host.includes('.'),
    message: ({ use }) => `"${use.host}" is no full host name: in the namespace of each caller it would be another one`,
    fix: 'write the host with its domain, such as `api.example.com`',
  },
  {
    code: 'GI0223',
    field: ['url'],
    when: isService,
    message: ({ use }) => `"${use.host}" is a Service of the cluster: declared a second time, it would stand in the way of the first`,
    fix: 'leave it out: workloads reach Services without egress',
  },
  {
    code: 'GI0223',
    field: ['url'],
    when: ({ use }) => use.host !== '*' && isWildcard(use.host) && use.gateway !== undefined,
    message: ({ use }) =>
      `"${use.host}" cannot go through an egress gateway: the gateway would have to know the address of a host that it is only told by name`,
    fix: 'name the hosts one by one, or use `via: Sidecar`',
  },
  {
    code: 'GI0223',
    field: ['url'],
    when: ({ use, family }) => isWildcard(use.host) && family === 'tcp',
    message: ({ use }) => `"${use.host}" cannot be told apart in ${use.protocol}: a connection carries no host name`,
    fix: 'name one host, and give it `addresses`',
  },
  {
    code: 'GI0223',
    field: ['url'],
    when: ({ use, family }) => isAddress(use.host) && family !== 'tcp',
    message: ({ use, family }) =>
      `"${use.host}" is an address: ${family === 'tls' ? 'TLS is passed through by server name, which it has not' : 'HTTP routes go by host name'}`,
    fix: 'use its host name, or `tcp://` with the address',
  },
  {
    code: 'GI0224',
    field: ['url'],
    when: ({ use, family, facts }) =>
      family === 'tcp' && !isAddress(use.host) && use.entry.addresses === undefined && facts.dnsCapture !== true,
    message: ({ use }) =>
      `${use.protocol} to "${use.host}:${use.port}" needs \`addresses\`: without an address of its own it would take all connections to port ${use.port}, whatever their host`,
    fix: 'add `addresses: […]`, or say `mesh.dnsCapture: Enabled` where the sidecars capture DNS',
  },
  {
    code: 'GI0224',
    field: ['url'],
    when: ({ use, family }) => family === 'http' && use.port === 443,
    message: ({ use }) => `${use.protocol} on port 443 would make sidecars read the TLS of every other host on that port as HTTP`,
    fix: 'let workloads call port 80, with `tlsOrigination` where the host speaks TLS, or use `https://` to pass TLS through',
  },
];
