import type { Item } from '../../krm/item.ts';
import { perWorld } from '../per-world.ts';
import type { World } from '../rule.ts';
import { at, deep, entries, isSet, list, rootOf, type Spot, text } from '../spot.ts';
import { type CrossReference, gatewayApi, reference, routeKinds } from './cross-references.ts';

/** A reference of an object of Envoy Gateway to something that it reads. */
export interface NamedObject extends CrossReference {
  /** What must be in it; `''` where any content will do. */
  readonly key: string;
}

export const envoyGateway = 'gateway.envoyproxy.io';

type Place = readonly [kind: string, path: string, what: string, key?: string];

/** Fields that name a Secret or a ConfigMap; `[]` stands for the entries of a list. */
const places: readonly Place[] = [
  ['SecurityPolicy', 'oidc.clientSecret', 'Secret', 'client-secret'],
  ['SecurityPolicy', 'oidc.clientIDRef', 'Secret', 'client-id'],
  ['SecurityPolicy', 'basicAuth.users', 'Secret', '.htpasswd'],
  ['SecurityPolicy', 'apiKeyAuth.credentialRefs[]', 'Secret'],
  ['SecurityPolicy', 'jwt.providers[].localJWKS.valueRef', 'ConfigMap'],
  ['ClientTrafficPolicy', 'tls.clientValidation.caCertificateRefs[]', 'Secret', 'ca.crt'],
  ['ClientTrafficPolicy', 'tls.clientValidation.crl.refs[]', 'Secret'],
  ['BackendTrafficPolicy', 'responseOverride[].response.body.valueRef', 'ConfigMap'],
  ['EnvoyExtensionPolicy', 'lua[].valueRef', 'ConfigMap'],
  ['EnvoyExtensionPolicy', 'wasm[].code.image.pullSecretRef', 'Secret'],
  ['EnvoyProxy', 'backendTLS.clientCertificateRef', 'Secret'],
  ['Backend', 'tls.caCertificateRefs[]', 'ConfigMap'],
  ['HTTPRouteFilter', 'directResponse.body.valueRef', 'ConfigMap'],
  ['HTTPRouteFilter', 'credentialInjection.credential.valueRef', 'Secret', 'credential'],
];

/** Everything that objects of Envoy Gateway, and routes by its kinds, refer to by name. */
export const namedObjects = perWorld((world): readonly NamedObject[] => [
  ...places.flatMap(([kind, path, what, key = '']) =>
    world
      .ofKind(envoyGateway, kind)
      .flatMap((item) => found(at(rootOf(item), 'spec'), path.split('.')))
      .map((spot) => ({ ...reference(world, spot.item, spot, '', what), key })),
  ),
  ...routeKinds
    .flatMap((kind) => world.ofKind(gatewayApi, kind))
    .flatMap((item) => list(deep(rootOf(item), 'spec'), 'rules').flatMap(extensionsOf))
    .map((spot) => ({ ...reference(world, spot.item, spot, envoyGateway, ''), key: '' })),
  ...world.ofKind(gatewayApi, 'GatewayClass').flatMap((item) => parametersOf(world, item)),
]);

function found(spot: Spot, [step = '', ...more]: readonly string[]): readonly Spot[] {
  if (step === '') return isSet(spot) ? [spot] : [];
  const next = at(spot, step.replace('[]', ''));
  return (step.endsWith('[]') ? entries(next) : [next]).flatMap((one) => found(one, more));
}

/** Filters and backends of a rule that are objects of Envoy Gateway. */
function extensionsOf(rule: Spot): readonly Spot[] {
  const backends = list(rule, 'backendRefs').filter(isSet);
  const filters = [rule, ...backends].flatMap((owner) => list(owner, 'filters')).map((filter) => at(filter, 'extensionRef'));
  return [...filters, ...backends].filter((spot) => text(at(spot, 'group')) === envoyGateway);
}

/** The parameters of a class have a namespace, which classes have not. */
function parametersOf(world: World, item: Item): readonly NamedObject[] {
  const spot = deep(rootOf(item), 'spec', 'parametersRef');
  const isProxy = text(at(spot, 'group')) === envoyGateway && isSet(at(spot, 'namespace'));
  return isProxy ? [{ ...reference(world, item, spot, envoyGateway, 'EnvoyProxy'), key: '' }] : [];
}
