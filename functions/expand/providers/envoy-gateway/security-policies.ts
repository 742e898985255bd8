import type { Auth } from '../../../intent/generated/gateway-intent.ts';
import type { Exposure, Gateway } from '../../../intent/model.ts';
import type { Origin } from '../../../krm/item.ts';
import type { KubeObject } from '../../../krm/kube-object.ts';
import type { Routing } from '../../gateway-api/routing.ts';
import { ownersOf } from '../../istio-api/owners.ts';
import type { Made } from '../../made.ts';
import { authorization } from './authorization.ts';
import { group } from './backends.ts';
import { effectiveAuth, needsToken } from './effective-auth.ts';
import { attachments, type TargetReference, target } from './policy-attachment.ts';
import { securityParts } from './policy-parts.ts';
import { providerName } from './token-principals.ts';

/** The SecurityPolicies of a gateway: its own, and those of routes that demand something else. */
export function securityPolicies({ gateway, http, layer4 }: Routing): Made[] {
  const { auth } = gateway.spec;
  const own = auth === undefined ? undefined : settings(auth, gateway.namespace, gateway.intent.namespace);
  const routes = http.flat().flatMap((built) => attachments(built, ({ exposure }) => ownSecurity(exposure, gateway, built.plan.namespace)));
  return [
    ...(own === undefined || gateway.management === 'External'
      ? []
      : [
          {
            object: policy(gateway.name, gateway.namespace, [target('Gateway', gateway.name)], own),
            origin: { ...authOf(gateway), parts: securityParts(gateway) },
            owners: [gateway.intent.item],
          },
        ]),
    ...routes.map(({ name, namespace, targets, settings: spec, exposures }) => ({
      object: policy(name, namespace, targets, spec),
      origin: { ...authOf(exposures[0] as Exposure), parts: securityParts(exposures[0] as Exposure, gateway) },
      owners: ownersOf(exposures),
    })),
    ...layer4.flatMap(({ exposure, object: { kind, metadata } }) => {
      const spec = ownSecurity(exposure, gateway, exposure.namespace);
      if (spec === undefined || kind === 'TLSRoute') return [];
      const object = policy(metadata.name, exposure.namespace, [target(kind, metadata.name)], spec);
      return [{ object, origin: { ...authOf(exposure), parts: securityParts(exposure, gateway) }, owners: [exposure.intent.item] }];
    }),
  ];
}

const authOf = ({ origin: { item, path } }: Exposure | Gateway): Origin => ({ item, path: [...path, 'auth'] });

/** What an exposure demands where that is not what its gateway demands anyway. */
export function ownSecurity(exposure: Exposure, gateway: Gateway, namespace: string): object | undefined {
  if (exposure.auth === undefined || exposure.auth.enforceAt === 'Workload') return undefined;
  return settings(effectiveAuth(exposure, gateway) ?? {}, namespace, exposure.namespace);
}

function policy(name: string, namespace: string, targetRefs: readonly TargetReference[], spec: object): KubeObject {
  return { apiVersion: `${group}/v1alpha1`, kind: 'SecurityPolicy', metadata: { name, namespace }, spec: { targetRefs, ...spec } };
}

/** An `auth` as the spec of a SecurityPolicy in `namespace`; Secrets are in `home`. */
function settings(auth: Auth, namespace: string, home: string): object | undefined {
  const secret = (name: string): object => ({ name, ...(home === namespace ? {} : { kind: 'Secret', group: '', namespace: home }) });
  const { jwt, oidc, basic, apiKey, extAuthz } = auth;
  const spec = {
    jwt: jwt && { optional: needsToken(auth) ? undefined : true, providers: jwt.map(jwtProvider) },
    oidc: oidc && {
      provider: { issuer: oidc.issuer },
      clientID: oidc.clientID,
      clientSecret: secret(oidc.clientSecretName),
      redirectURL: oidc.redirectURL,
      logoutPath: oidc.logoutPath,
      scopes: oidc.scopes,
    },
    basicAuth: basic && { users: secret(basic.secretName) },
    apiKeyAuth: apiKey && { credentialRefs: [secret(apiKey.secretName)], extractFrom: [{ headers: [apiKey.header] }] },
    extAuth: extAuthz && externalAuthorization(extAuthz, namespace, home),
    authorization: authorization(auth).spec,
  };
  return Object.values(spec).some((value) => value !== undefined) ? spec : undefined;
}

function jwtProvider(rule: NonNullable<Auth['jwt']>[number], index: number): object {
  const { issuer, audiences, jwksUri, jwks, claimsToHeaders, fromHeaders, fromParams, fromCookies } = rule;
  const extracts = fromHeaders ?? fromParams ?? fromCookies;
  return {
    name: providerName(index),
    issuer,
    audiences,
    remoteJWKS: jwksUri === undefined ? undefined : { uri: jwksUri },
    localJWKS: jwks === undefined ? undefined : { type: 'Inline', inline: jwks },
    claimToHeaders: claimsToHeaders?.map(({ claim, header }) => ({ claim, header })),
    extractFrom: extracts && {
      headers: fromHeaders?.map(({ name, prefix }) => ({ name, valuePrefix: prefix })),
      params: fromParams,
      cookies: fromCookies,
    },
  };
}

function externalAuthorization(
  { http, grpc, failOpen }: NonNullable<Auth['extAuthz']>,
  namespace: string,
  home: string,
): object | undefined {
  const service = http ?? grpc;
  if (service === undefined) return undefined;
  const place = service.namespace ?? home;
  const backendRefs = [{ name: service.service, ...(place === namespace ? {} : { namespace: place }), port: service.port }];
  return {
    failOpen,
    headersToExtAuth: service.requestHeaders,
    ...(http === undefined
      ? { grpc: { backendRefs } }
      : { http: { backendRefs, path: http.path, headersToBackend: http.responseHeaders } }),
  };
}
