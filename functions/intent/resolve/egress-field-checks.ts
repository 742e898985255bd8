import { isWildcard } from '../../hosts/host-name.ts';
import { type Case, type Check, named } from './egress-check.ts';
import { oddPatterns } from './star-inside.ts';

/** Fields that a protocol or a way does not have, and access rules where nobody knows who calls. */
export const fieldChecks: readonly Check[] = [
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
  {
    code: 'GI0226',
    field: ['paths'],
    when: ({ use }) => oddPatterns(use.entry.paths ?? []).length > 0,
    message: (found) => `${named(found, 'paths')} has a star inside, which stands for itself`,
    fix: 'write an exact path, or `/prefix*`',
  },
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
    field: ['addresses'],
    when: ({ use, family }) => use.entry.addresses?.some((address) => address.includes('/')) === true && family !== 'tcp',
    message: (found) => `${named(found, 'addresses')} must not hold a range: "${found.use.host}" is found by DNS`,
    fix: 'name single addresses, or leave it out',
  },
  {
    code: 'GI0226',
    field: ['endpoints'],
    when: ({ use }) => use.entry.endpoints !== undefined && isWildcard(use.host),
    message: (found) => `${named(found, 'endpoints')} would stand for every host of "${found.use.host}", which are reached where DNS says`,
    fix: 'name the hosts one by one, or leave it out',
  },
];

function anonymous({ use, gateway }: Case): string {
  if (use.gateway === undefined) return 'with `via: Sidecar` nothing between the workload and the host checks it';
  if (gateway?.management === 'External') return `the pods of gateway "${gateway.key}" belong to another package`;
  return gateway?.spec.hopTLS === 'None'
    ? `\`hopTLS: None\` of gateway "${gateway.key}" carries no identities`
    : 'TLS is passed through without mesh mTLS around it';
}
