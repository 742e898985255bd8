import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { formatPath } from '../../diagnostics/path.ts';
import { findingAt } from '../../krm/finding-at.ts';
import { isAddress, isWildcard } from '../../mesh/hosts/host-name.ts';
import type { EgressUse, Facts, Gateway } from '../model.ts';

/** What a use of an outside host is, in the words of the checks. */
interface Case {
  readonly use: EgressUse;
  readonly gateway: Gateway | undefined;
  readonly facts: Facts;
  readonly family: 'http' | 'tls' | 'tcp';
  /** Whether the gateway learns who calls. */
  readonly hasIdentity: boolean;
}

interface Check {
  readonly code: 'GI0223' | 'GI0224' | 'GI0225' | 'GI0226' | 'GI0303';
  readonly severity?: 'warning';
  /** The field that is wrong, below the entry. */
  readonly field: readonly string[];
  readonly when: (found: Case) => boolean;
  readonly message: (found: Case) => string;
  readonly fix: string;
}

export const egressFamily = (protocol: EgressUse['protocol']): Case['family'] =>
  protocol === 'TLS' ? 'tls' : ['HTTP', 'HTTP2', 'GRPC'].includes(protocol) ? 'http' : 'tcp';

const named = ({ use }: Case, field: string): string => `\`${formatPath([...use.origin.path, field])}\``;

/** What a way to an outside host cannot do, each with its reason. */
const checks: readonly Check[] = [
  {
    code: 'GI0223',
    field: ['url'],
    when: ({ use }) => isWildcard(use.host) && use.gateway !== undefined,
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
  {
    code: 'GI0225',
    field: ['from'],
    when: ({ use, hasIdentity }) => !hasIdentity && use.from.some(({ serviceAccounts }) => serviceAccounts !== undefined),
    message: (found) => `${named(found, 'from')} names service accounts, but ${anonymous(found)}`,
    fix: 'set `hopTLS: MutualAll` on the egress gateway, use a plaintext URL with `tlsOrigination`, or name namespaces only',
  },
  {
    code: 'GI0225',
    severity: 'warning',
    field: ['from'],
    when: ({ use, hasIdentity }) =>
      !hasIdentity &&
      use.entry.from !== undefined &&
      use.from.every(({ namespace, serviceAccounts }) => namespace !== '*' && serviceAccounts === undefined),
    message: (found) => `${named(found, 'from')} decides only who sees the host, not who may reach it: ${anonymous(found)}`,
    fix: 'set `hopTLS: MutualAll` on the egress gateway, or use a plaintext URL with `tlsOrigination`',
  },
  ...(['methods', 'paths'] as const).map(
    (field): Check => ({
      code: 'GI0226',
      field: [field],
      when: ({ use, family }) => use.entry[field] !== undefined && (family !== 'http' || use.gateway === undefined),
      message: (found) =>
        found.use.gateway === undefined
          ? `${named(found, field)} needs a gateway that checks it: with \`via: Sidecar\` the workload's own proxy would`
          : `${named(found, field)} cannot be seen: ${found.family === 'tls' ? 'TLS is passed through, encrypted by the workload' : `${found.use.protocol} has none`}`,
      fix: 'use `http://` with `tlsOrigination`, so that the gateway sees requests and encrypts them itself',
    }),
  ),
  ...(['timeout', 'retries'] as const).map(
    (field): Check => ({
      code: 'GI0226',
      field: [field],
      when: ({ use, family }) => use.entry[field] !== undefined && family !== 'http',
      message: (found) =>
        `${named(found, field)} is for requests, which ${found.family === 'tls' ? 'TLS passthrough hides' : `${found.use.protocol} has not`}`,
      fix: 'remove it',
    }),
  ),
  {
    code: 'GI0226',
    field: ['tlsOrigination'],
    when: ({ use, family }) => use.entry.tlsOrigination !== undefined && family === 'tls',
    message: (found) => `${named(found, 'tlsOrigination')} would encrypt twice: workloads speak TLS to "${found.use.host}" themselves`,
    fix: 'use a plaintext scheme such as `http://`, or remove `tlsOrigination`',
  },
  {
    code: 'GI0303',
    field: ['tlsOrigination'],
    when: ({ use }) => use.gateway === undefined && originatesWithSecret(use),
    message: (found) => `${named(found, 'tlsOrigination')} needs a Secret, which only gateways get: sidecars would send plaintext`,
    fix: 'use `via: Gateway`, or `ca: {kind: ConfigMap, …}`',
  },
  {
    code: 'GI0226',
    field: ['addresses'],
    when: ({ use, family }) => use.entry.addresses?.some((address) => address.includes('/')) === true && family !== 'tcp',
    message: (found) => `${named(found, 'addresses')} must not hold a range: "${found.use.host}" is found by DNS`,
    fix: 'name single addresses, or leave it out',
  },
];

const originatesWithSecret = ({ entry: { tlsOrigination: tls } }: EgressUse): boolean =>
  tls !== undefined && (tls.clientSecretName !== undefined || (tls.ca !== undefined && tls.ca.kind !== 'ConfigMap'));

function anonymous({ use, gateway }: Case): string {
  if (use.gateway === undefined) return 'with `via: Sidecar` nothing between the workload and the host checks it';
  if (gateway?.management === 'External') return `the pods of gateway "${gateway.key}" belong to another package`;
  return gateway?.spec.hopTLS === 'None'
    ? `\`hopTLS: None\` of gateway "${gateway.key}" carries no identities`
    : 'TLS is passed through without mesh mTLS around it';
}

export function* egressProblems(use: EgressUse, gateway: Gateway | undefined, facts: Facts): Generator<Diagnostic> {
  const family = egressFamily(use.protocol);
  const hop = gateway?.spec.hopTLS ?? 'Mutual';
  const hasIdentity =
    gateway !== undefined && gateway.management !== 'External' && hop !== 'None' && (family !== 'tls' || hop === 'MutualAll');
  const found: Case = { use, gateway, facts, family, hasIdentity };
  for (const { code, severity, field, when, message, fix } of checks)
    if (when(found)) {
      const at = field[0] === 'url' && use.entry.url === undefined ? ['hosts'] : field;
      yield findingAt(code, use.intent.item, [...use.origin.path, ...at], {
        message: message(found),
        fix,
        ...(severity ? { severity } : {}),
      });
    }
}
