import type { Auth } from '../../intent/generated/gateway-intent.ts';
import type { KubeObject } from '../../krm/kube-object.ts';
import type { PolicyTarget } from './policy-target.ts';

type JWTRule = NonNullable<Auth['jwt']>[number];

/** Reads and verifies tokens; what a missing token means is said by an AuthorizationPolicy. */
export function requestAuthentication(name: string, namespace: string, target: PolicyTarget, rules: readonly JWTRule[]): KubeObject {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'RequestAuthentication',
    metadata: { name, namespace },
    spec: { ...target, jwtRules: rules.map(jwtRule) },
  };
}

function jwtRule({
  issuer,
  jwksUri,
  jwks,
  audiences,
  fromHeaders,
  fromParams,
  fromCookies,
  forwardOriginalToken,
  claimsToHeaders,
}: JWTRule): object {
  return {
    issuer,
    jwksUri,
    jwks,
    audiences,
    fromHeaders,
    fromParams,
    fromCookies,
    forwardOriginalToken,
    outputClaimToHeaders: claimsToHeaders?.map(({ claim, header }) => ({ claim, header })),
  };
}
