import type { Path } from '../../../diagnostics/path.ts';
import type { Exposure, Gateway } from '../../../intent/model.ts';
import type { Origin, OriginPart } from '../../../krm/item.ts';

const at = ({ item, path }: Origin, ...steps: Path): Origin => ({ item, path: [...path, ...steps] });

/** The fields of `auth`, by those of a SecurityPolicy. */
const ofAuth: readonly (readonly [made: Path, field: Path])[] = [
  [['jwt', 'providers'], ['jwt']],
  [['oidc'], ['oidc']],
  [
    ['oidc', 'clientSecret'],
    ['oidc', 'clientSecretName'],
  ],
  [['basicAuth'], ['basic']],
  [
    ['basicAuth', 'users'],
    ['basic', 'secretName'],
  ],
  [['apiKeyAuth'], ['apiKey']],
  [
    ['apiKeyAuth', 'credentialRefs'],
    ['apiKey', 'secretName'],
  ],
  [['extAuth'], ['extAuthz']],
  [
    ['extAuth', 'http', 'backendRefs'],
    ['extAuthz', 'http'],
  ],
  [
    ['extAuth', 'grpc', 'backendRefs'],
    ['extAuthz', 'grpc'],
  ],
  [['authorization'], ['rules']],
];

/** Where a SecurityPolicy comes from: the `auth` of the exposure, and of the gateway, which it says, too. */
export const securityParts = (...owners: readonly { readonly origin: Origin }[]): OriginPart[] =>
  ofAuth.flatMap(([made, field]) => owners.map(({ origin }) => ({ path: ['spec', ...made], origin: at(origin, 'auth', ...field) })));

/** The fields of an exposure and its backend policy, by those of a BackendTrafficPolicy. */
const ofTraffic: Readonly<Record<string, readonly Path[]>> = {
  retry: [['retries']],
  faultInjection: [['fault']],
  rateLimit: [['rateLimit']],
  compression: [['compression']],
  timeout: [['backendPolicy', 'connectionPool']],
  circuitBreaker: [['backendPolicy', 'connectionPool']],
  loadBalancer: [['backendPolicy', 'loadBalancer']],
  healthCheck: [['backendPolicy', 'outlierDetection']],
};

/** Where a BackendTrafficPolicy comes from. */
export const trafficParts = ({ origin, routes }: Exposure, gateway: Gateway): OriginPart[] =>
  Object.entries(ofTraffic).flatMap(([made, fields]) =>
    [...routes.slice(0, 1).map((route) => route.origin), origin, at(gateway.origin, 'defaults')].flatMap((owner) =>
      fields.map((field) => ({ path: ['spec', made], origin: at(owner, ...field) })),
    ),
  );
