import { formatPath } from '../../diagnostics/path.ts';
import { isWildcard } from '../../hosts/host-name.ts';
import type { EgressUse } from '../model.ts';
import { unusedAuthority } from './client-authority.ts';
import type { Case, Check } from './egress-check.ts';

/** The two places that say how a proxy encrypts. */
const places = [['tlsOrigination'], ['backendPolicy', 'tls']] as const;
type Place = (typeof places)[number];

const tlsAt = ({ entry }: EgressUse, [field]: Place) => (field === 'tlsOrigination' ? entry.tlsOrigination : entry.backendPolicy?.tls);

const fieldOf = ({ use }: Case, place: Place): string => formatPath([...use.origin.path, ...place]);

/** TLS that a proxy begins, where it cannot, or where what is said would not be looked at. */
export const tlsChecks: readonly Check[] = [
  {
    code: 'GI0226',
    field: ['backendPolicy', 'tls'],
    when: ({ use }) => use.entry.tlsOrigination !== undefined && use.entry.backendPolicy?.tls !== undefined,
    message: (found) => `\`${fieldOf(found, places[1])}\` has no place beside \`tlsOrigination\`, which says how the host is called`,
    fix: 'keep `tlsOrigination`',
  },
  {
    code: 'GI0226',
    field: ['backendPolicy', 'tls'],
    when: ({ use, family }) => family === 'http' && use.port === 80 && encrypts(use, places[1]),
    message: (found) => `\`${fieldOf(found, places[1])}\` would speak TLS to port 80 of "${found.use.host}"`,
    fix: 'use `tlsOrigination`, which leads to port 443',
  },
  ...places.flatMap((place): Check[] => [
    {
      code: 'GI0226',
      field: place,
      when: ({ use, family }) => family === 'tls' && encrypts(use, place),
      message: (found) => `\`${fieldOf(found, place)}\` would encrypt twice: workloads speak TLS to "${found.use.host}" themselves`,
      fix: `use a plaintext scheme such as \`http://\`, or remove \`${place.join('.')}\``,
    },
    {
      code: 'GI0226',
      field: place,
      when: ({ use, family }) => family !== 'tls' && isWildcard(use.host) && encrypts(use, place),
      message: (found) => `\`${fieldOf(found, place)}\` would send one server name for all hosts of "${found.use.host}"`,
      fix: 'name the hosts one by one, or let workloads speak TLS: `https://`',
    },
    {
      code: 'GI0303',
      field: place,
      when: ({ use }) => use.gateway === undefined && needsSecret(use, place),
      message: (found) => `\`${fieldOf(found, place)}\` needs a Secret, which only gateways get: sidecars would send plaintext`,
      fix: 'use `via: Gateway`, or `ca: {kind: ConfigMap, …}`',
    },
    {
      code: 'GI0304',
      field: place,
      when: ({ use }) => unusedAuthority(tlsAt(use, place) ?? {}, '') !== undefined,
      message: (found) => unusedAuthority(tlsAt(found.use, place) ?? {}, fieldOf(found, place))?.message ?? '',
      fix: 'put the CA into the Secret of the client certificate as `ca.crt`, or into one of that name with `-cacert`, and leave `ca` and `validation` out',
    },
  ]),
];

function encrypts(use: EgressUse, place: Place): boolean {
  const mode = tlsAt(use, place)?.mode;
  return mode === 'Simple' || mode === 'Mutual';
}

function needsSecret(use: EgressUse, place: Place): boolean {
  const tls = tlsAt(use, place);
  return tls !== undefined && (tls.clientSecretName !== undefined || (tls.ca !== undefined && tls.ca.kind !== 'ConfigMap'));
}
