import { valueAt } from '../../diagnostics/path.ts';
import { istios, type Limit, type Use, withoutSidecars } from './limit.ts';

/** The `auth` that a field is in. */
const authOf = ({ path, spec }: Use): { readonly enforceAt?: string } | undefined =>
  valueAt(spec, path.slice(0, path.lastIndexOf('auth') + 1)) as { readonly enforceAt?: string } | undefined;

const atGateway: Limit['only'] = { words: 'at the gateway', holds: (use) => authOf(use)?.enforceAt !== 'Workload' };
const atWorkload: Limit['only'] = { words: 'with `enforceAt: Workload`', holds: (use) => authOf(use)?.enforceAt === 'Workload' };

const identities = ['namespaces', 'notNamespaces', 'serviceAccounts', 'notServiceAccounts'];
const negations = ['notIPBlocks', 'notRequestPrincipals'];
const logins = ['oidc', 'basic', 'apiKey'];

/** Who may send which requests. */
export const authLimits: readonly Limit[] = [
  {
    field: '**.auth',
    providers: ['gateway-api'],
    reason: 'the Gateway API has no access rules',
    alternative: "use the class's own policies beside the intent, or provider `istio`, `istio-gateway-api` or `envoy-gateway`",
  },
  ...logins.map(
    (field): Limit => ({
      field: `**.auth.${field}`,
      providers: istios,
      reason: 'Istio has no such login',
      alternative: 'use `extAuthz` with a service that does it, or provider `envoy-gateway`',
    }),
  ),
  ...logins.map(
    (field): Limit => ({
      field: `**.auth.${field}`,
      providers: ['envoy-gateway'],
      reason: 'sidecars have no such login',
      alternative: 'leave `enforceAt` out',
      only: atWorkload,
    }),
  ),
  ...(['enforceAt', 'selector'] as const).map(
    (field): Limit => ({
      field: `gateways[].auth.${field}`,
      providers: [...istios, 'envoy-gateway'],
      reason: 'rules of a gateway are enforced at the gateway',
      alternative: 'write them in `expose[].auth`, or leave it out',
      only: { words: '`Workload`', holds: (use) => authOf(use)?.enforceAt === 'Workload' },
    }),
  ),
  ...identities.map(
    (field): Limit => ({
      field: `**.auth.rules[].from.${field}`,
      providers: ['envoy-gateway'],
      reason: 'clients come from outside the mesh and have no identity there',
      alternative: 'use `ipBlocks`, or enforce it at the backend: `enforceAt: Workload` with `selector`',
      only: atGateway,
    }),
  ),
  ...negations.map(
    (field): Limit => ({
      field: `**.auth.rules[].from.${field}`,
      providers: ['envoy-gateway'],
      reason: 'Envoy Gateway names clients that a rule is for, never those that it is not for',
      alternative: 'write the rule the other way round with `ipBlocks` or `requestPrincipals`, or use `allowIPs` or `denyIPs`',
      only: atGateway,
    }),
  ),
  {
    field: '**.auth.extAuthz.provider',
    providers: ['envoy-gateway'],
    reason: "extension providers are part of the mesh's configuration",
    alternative: 'name the service with `http` or `grpc`',
    only: atGateway,
  },
  {
    field: '**.auth.extAuthz.to',
    providers: ['envoy-gateway'],
    reason: 'Envoy Gateway asks about every request of a route',
    alternative: 'write an exposure of its own for the paths that need no question',
    only: atGateway,
  },
  {
    field: '**.auth.extAuthz.unlessHeaders',
    providers: ['envoy-gateway'],
    reason: 'Envoy Gateway asks about every request of a route',
    alternative: 'write an exposure of its own whose routes match the header',
    only: atGateway,
  },
  {
    field: '**.auth.extAuthz.grpc.path',
    providers: [...istios, 'envoy-gateway'],
    reason: 'a gRPC service is called by its method',
    alternative: 'remove it',
  },
  {
    field: '**.auth.extAuthz.grpc.requestHeaders',
    providers: istios,
    reason: 'a gRPC service sees all headers',
    alternative: 'remove it',
  },
  {
    field: '**.auth.extAuthz.grpc.responseHeaders',
    providers: [...istios, 'envoy-gateway'],
    reason: 'a gRPC service says in its answer which headers the backend sees',
    alternative: 'remove it',
  },
  {
    field: 'expose[].restrictBackend',
    providers: ['envoy-gateway'],
    reason: 'the gateway has no identity in the mesh',
    alternative: 'set `mesh.envoyGateway.sidecars: Enabled`, or use provider `istio` or `istio-gateway-api`',
    only: withoutSidecars,
  },
  {
    field: 'expose[].restrictBackend',
    providers: ['gateway-api'],
    reason: 'nobody knows the identity of the gateway',
    alternative: 'write the AuthorizationPolicy beside the intent, or use provider `istio` or `istio-gateway-api`',
  },
];
